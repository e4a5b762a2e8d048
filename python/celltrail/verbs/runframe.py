"""Runs as a DataFrame that shows a lamp where a run is stale."""

from __future__ import annotations

from typing import Any

import pandas as pd  # noqa: TID253 - only loaded by who asks for a table of runs

_STALE = "\u200b●\u200b"
_COLOUR = "color:var(--jp-warn-color1,#f57c00)"
_LAMP = f"<span class='ct-Lamp' title='An input has changed since.' style='{_COLOUR}'>●</span>"


class RunFrame(pd.DataFrame):
    """A DataFrame as any other; only the way it is shown knows of runs. What is made of it is a plain one."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def _repr_html_(self) -> str | None:
        shown: Any = pd.DataFrame(self)
        shown["stale"] = [_STALE if stale else "" for stale in self["stale"]]
        html: str | None = shown._repr_html_()
        return html and html.replace(_STALE, _LAMP)
