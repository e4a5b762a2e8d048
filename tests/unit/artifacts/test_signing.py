from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from celltrail.artifacts.signing import canonical, check_signed, generate, key_id, sign, signed, verify
from celltrail.cli import main
from celltrail.errors import InvalidInputError, NotFoundError, SignatureError


def test_what_was_signed_holds_and_anything_else_does_not(tmp_path: Path) -> None:
    pair, other = generate(tmp_path / "key"), generate(tmp_path / "other")
    signature = sign(b"data", pair.private)
    verify(b"data", signature, pair.public)
    for data, given, key in (
        (b"datb", signature, pair.public),
        (b"data", sign(b"datb", pair.private), pair.public),
        (b"data", signature, other.public),
        (b"data", "", pair.public),
        (b"data", "no base 64!", pair.public),
    ):
        with pytest.raises(SignatureError, match="does not hold"):
            verify(data, given, key)


def test_the_private_key_is_for_its_owner_alone_and_is_never_replaced(tmp_path: Path) -> None:
    pair = generate(tmp_path / "keys" / "key.pem")
    assert stat.S_IMODE(pair.private.stat().st_mode) == 0o600
    assert key_id(pair.private) == key_id(pair.public) == pair.key_id
    before = pair.private.read_bytes()
    with pytest.raises(InvalidInputError, match="already"):
        generate(pair.private)
    pair.public.unlink()
    with pytest.raises(InvalidInputError, match="already"):
        generate(pair.private)
    assert pair.private.read_bytes() == before


def test_what_is_no_key_of_the_right_half_is_refused(tmp_path: Path) -> None:
    pair = generate(tmp_path / "key")
    (tmp_path / "text").write_text("no key")
    with pytest.raises(SignatureError, match="no private"):
        sign(b"", pair.public)
    with pytest.raises(SignatureError, match="no public"):
        verify(b"", "", pair.private)
    for path in (tmp_path / "text",):
        with pytest.raises(SignatureError):
            sign(b"", path)
        with pytest.raises(SignatureError):
            key_id(path)
    with pytest.raises(NotFoundError, match="cannot be read"):
        sign(b"", tmp_path / "nowhere")


def test_a_record_carries_its_signature_whatever_its_layout(tmp_path: Path) -> None:
    pair = generate(tmp_path / "key")
    record = signed({"b": [1.5, None, "ü"], "a": {"y": 1, "x": 2}}, pair.private)
    again = json.loads(json.dumps(record, indent=3, ensure_ascii=True))
    assert check_signed(dict(reversed(again.items())), pair.public) == pair.key_id
    for key, value in (
        ("b", [1.5, None, "u"]),
        ("c", 1),
        ("signature", {**record["signature"], "algorithm": "x"}),
    ):
        with pytest.raises(SignatureError):
            check_signed({**record, key: value}, pair.public)
    with pytest.raises(SignatureError, match="not signed"):
        check_signed({"a": 1}, pair.public)


def test_what_json_cannot_hold_has_no_canonical_form() -> None:
    for value in ({"a": float("nan")}, {"a": {1, 2}}):
        with pytest.raises(InvalidInputError):
            canonical(value)


def test_keys_are_made_and_files_verified_on_the_command_line(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keygen"]) == 0
    private = home / "keys" / "signing.pem"
    file = tmp_path / "verdict.json"
    file.write_text(json.dumps(signed({"verdict": "identical"}, private)))
    assert main(["verify", str(file), "--key", f"{private}.pub"]) == 0
    assert "is what the key" in capsys.readouterr().out
    file.write_text(file.read_text().replace("identical", "different"))
    assert main(["verify", str(file), "--key", f"{private}.pub"]) == 1
    file.write_text("[]")
    assert main(["verify", str(file), "--key", f"{private}.pub"]) == 1
    assert main(["verify", str(tmp_path / "nowhere"), "--key", f"{private}.pub"]) == 1
    assert "no verdict file" in capsys.readouterr().err
