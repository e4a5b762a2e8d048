"""Pictures, as PNG, which loses nothing."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Any

from celltrail.artifacts.codec import Encoded, Get, OnePart, Put, class_name, loaded

_MODES = {"1", "L", "LA", "P", "RGB", "RGBA", "I", "I;16"}


class ImageCodec(OnePart):
    """Pillow images of the modes that PNG has."""

    name = "image/1"

    def accepts(self, value: Any) -> bool:
        """Whether it is such an image."""
        return loaded(value, "PIL", "Image") and getattr(value, "mode", "") in _MODES

    def encode(self, value: Any, put: Put) -> Encoded:  # noqa: ARG002 - an image is one part
        """Return the image as PNG."""
        file = io.BytesIO()
        value.save(file, format="PNG")
        data = file.getvalue()
        summary = {"class": class_name(value), "shape": list(value.size), "mode": value.mode}
        return Encoded(kind="figure", data=data, size_bytes=len(data), summary=summary)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - data run no code
        """Return the image."""
        import PIL.Image  # noqa: PLC0415 - whoever decodes one has it

        return PIL.Image.open(io.BytesIO(data), formats=["PNG"]).copy()

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:  # noqa: ARG002 - one part
        """Show the picture."""
        return {"image/png": base64.b64encode(data).decode()}
