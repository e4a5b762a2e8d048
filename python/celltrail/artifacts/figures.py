"""Figures, as the user sees them: matplotlib as PNG, plotly as its own JSON."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Sequence
from typing import Any

from celltrail.artifacts.codec import Encoded, Get, OnePart, Put, class_name, loaded
from celltrail.errors import NotStorableError


class MatplotlibCodec(OnePart):
    """matplotlib figures, as PNG without the time of writing."""

    name = "png/1"

    def accepts(self, value: object) -> bool:
        """Whether it is a matplotlib figure."""
        return loaded(value, "matplotlib", "Figure")

    def encode(self, value: Any, put: Put) -> Encoded:  # noqa: ARG002 - a figure is one part
        """Return the figure as PNG."""
        file = io.BytesIO()
        value.savefig(file, format="png", metadata={"Software": None}, bbox_inches="tight")
        data = file.getvalue()
        return Encoded(kind="figure", data=data, size_bytes=len(data), summary={"class": class_name(value)})

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - data run no code
        """Refuse: a picture cannot be turned back into a figure."""
        raise NotStorableError("A figure is kept as a picture.", hint="Use its bytes, a PNG file.")

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:  # noqa: ARG002 - one part
        """Show the picture."""
        return {"image/png": base64.b64encode(data).decode()}


class PlotlyCodec(OnePart):
    """plotly figures, as plotly's JSON."""

    name = "plotly/1"

    def accepts(self, value: object) -> bool:
        """Whether it is a plotly figure."""
        return loaded(value, "plotly", "BaseFigure")

    def encode(self, value: Any, put: Put) -> Encoded:  # noqa: ARG002 - a figure is one part
        """Return the figure as JSON."""
        data = value.to_json().encode()
        return Encoded(kind="figure", data=data, size_bytes=len(data), summary={"class": class_name(value)})

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - data run no code
        """Return the figure."""
        import plotly.io

        return plotly.io.from_json(data.decode())

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:  # noqa: ARG002 - one part
        """Show the figure as JupyterLab's plotly renderer does."""
        return {"application/vnd.plotly.v1+json": json.loads(data)}
