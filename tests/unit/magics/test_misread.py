"""What a person is told whose line was not understood."""

from __future__ import annotations

import pytest
from IPython.core.error import UsageError

from celltrail.cli.main import main
from celltrail.magics.register import RegisterMagic
from celltrail.magics.track import TrackMagic


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("model", "required: name. Write: %register model name. `%register?` shows how it is written."),
        ("model churn --dta X", "unrecognized arguments: --dta X. Did you mean --data? `%register?`"),
        (
            "model churn --gate auc >= 0.9",
            'What has spaces in it goes between quotes, such as "auc >= 0.80"; what has no name',
        ),
    ],
)
def test_a_magic_says_what_to_write_instead(line: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        RegisterMagic(None).register(line)
    assert told in str(refused.value)


def test_the_magic_of_a_cell_is_named_with_its_two_signs() -> None:
    with pytest.raises(UsageError, match=r"Did you mean --seed\? `%%track\?` shows"):
        TrackMagic(None).track("churn --sed 7", "x = 1")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["promot", "churn/1"], "There is no 'promot'. Did you mean promote?"),
        (["promote"], "Write: celltrail promote version [alias]."),
        (["promote", "churn/1", "--reson", "x"], "Did you mean --reason? `celltrail promote --help`"),
    ],
)
def test_a_command_says_what_to_write_instead(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(words)
    assert told in capsys.readouterr().err
