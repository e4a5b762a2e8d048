"""The OpenAPI document, made from the table of endpoints and the records.

``python -m celltrail.server.contract`` rewrites ``openapi.json``; ``npm run contract`` does that and then makes
``labextension/src/contract.ts`` from it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec

from celltrail import __version__
from celltrail.records import Event
from celltrail.server.endpoints import ENDPOINTS, PREFIX, Endpoint
from celltrail.server.messages import Problem

DOCUMENT = Path(__file__).parent / "openapi.json"
_ASKED = ("Request", "Query")
REF = "#/components/schemas/{name}"


def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the whole API."""
    spoken = [kind for e in ENDPOINTS for kind in (e.answer, e.query, e.body) if kind and kind is not bytes]
    kinds = list(dict.fromkeys([*spoken, Problem, Event]))
    _, schemas = msgspec.json.schema_components(kinds, ref_template=REF)
    for name, schema in schemas.items():
        if not name.endswith(_ASKED) and "properties" in schema:
            # An answer always carries every field; only what is sent to us may leave out those with defaults.
            schema["required"] = list(schema["properties"])
    paths: dict[str, Any] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(f"/{PREFIX}/{endpoint.path}", {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "celltrail", "version": __version__},
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "responses": {
            "200": {"description": "Done.", "content": _content(endpoint.answer)},
            "default": {"description": "Refused, with the reason.", "content": _json(Problem)},
        },
    }
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", endpoint.path)
    ]
    if endpoint.query:
        schema = msgspec.json.schema_components([endpoint.query], ref_template=REF)[1][endpoint.query.__name__]
        parameters += [
            {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": kind}
            for name, kind in schema["properties"].items()
        ]
    if parameters:
        operation["parameters"] = parameters
    if endpoint.body:
        operation["requestBody"] = {"required": True, "content": _content(endpoint.body)}
    return operation


def _content(kind: type) -> dict[str, Any]:
    if kind is bytes:
        return {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return _json(kind)


def _json(kind: type) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REF.format(name=kind.__name__)}}}


def text() -> str:
    """Return the document as the text that is committed."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(text(), encoding="utf-8")
