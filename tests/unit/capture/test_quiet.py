from __future__ import annotations

import logging
import threading
import warnings
from pathlib import Path

import pytest

from celltrail.capture import git, scan
from celltrail.capture.quiet import quiet


def warn_once() -> None:
    warnings.warn("once", UserWarning, stacklevel=1)


def test_nothing_is_warned_of_or_logged_about_drawing(caplog: pytest.LogCaptureFixture) -> None:
    with quiet():
        warnings.warn("unheard", stacklevel=1)
        logging.getLogger("matplotlib.font_manager").warning("unheard")
    assert caplog.text == ""
    with pytest.warns(UserWarning, match="heard"):
        warnings.warn("heard", stacklevel=1)


def test_other_threads_are_heard() -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("default")
        with quiet():
            thread = threading.Thread(target=warnings.warn, args=("theirs",))
            thread.start()
            thread.join()
    assert [str(warning.message) for warning in heard] == ["theirs"]


def test_filters_that_were_set_meanwhile_stay() -> None:
    with warnings.catch_warnings():
        with quiet():
            warnings.simplefilter("error", UserWarning)
        assert not any(type(known[3]).__name__ == "_ThisThread" for known in warnings.filters)
        with pytest.raises(UserWarning):
            warnings.warn("mine", stacklevel=1)


@pytest.mark.parametrize("look", [lambda: scan(r"'\d'"), lambda: git.describe(Path.cwd())], ids=["code", "git"])
def test_looking_does_not_make_python_forget_what_it_has_warned_of(look: object) -> None:
    assert callable(look)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("default")
        for _ in range(3):
            warn_once()
            look()
    assert [str(warning.message) for warning in heard] == ["once"]
