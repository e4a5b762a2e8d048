"""Requests against the signature: JSON becomes typed rows, or an error that names the column.

The row's type is made from the signature, so that decoding and checking are one pass in msgspec's C code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

import msgspec

from celltrail.errors import BadRowsError, InvalidInputError
from celltrail.records import Column, Signature
from celltrail.registry.enforce import outside_notice, unseen_notice
from celltrail.registry.kinds import kind_of

__all__ = ["Asked", "BadRowsError", "RowSchema", "kind_of", "not_json"]

_INT64 = msgspec.Meta(ge=-(2**63), le=2**63 - 1)
_WHERE = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<path>.*)`)?$", re.DOTALL)
_FIELD = re.compile(r"^Object (?P<fault>missing required|contains unknown) field `(?P<name>.*)`$", re.DOTALL)


class Asked(msgspec.Struct):
    """One request, checked."""

    rows: list[Any]
    request_ids: list[str] | None = None
    window: str = ""


class RowSchema:
    """What rows of a model version look like."""

    def __init__(self, signature: Signature) -> None:
        self.columns = signature.inputs
        self.names = tuple(column.name for column in signature.inputs)
        self._row = _row_type(signature.inputs)
        optional_rows: Any = list[self._row] | None  # type: ignore[name-defined]
        body = msgspec.defstruct(
            "Body",
            [
                ("rows", optional_rows, None),
                ("row", self._row | None, None),
                ("request_ids", list[str] | None, None),
                ("window", str, ""),
            ],
            forbid_unknown_fields=True,
        )
        self._ranges = [
            (place, column, column.minimum, column.maximum)
            for place, column in enumerate(self.columns)
            if column.minimum is not None and column.maximum is not None
        ]
        self._categories = [
            (place, column.name, frozenset(column.categories))
            for place, column in enumerate(self.columns)
            if column.categories is not None
        ]
        self._decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(body)

    def decode(self, body: bytes) -> Asked:
        """Return the rows of the body of ``POST /predict``.

        Raises
        ------
        InvalidInputError
            The body is not JSON, or not of the form that is asked for.
        BadRowsError
            A column is missing, unknown or of another type.
        """
        try:
            found = self._decoder.decode(body)
        except msgspec.ValidationError as error:
            raise self._named(str(error)) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise not_json(error) from None
        rows = found.rows if found.row is None else [found.row, *(found.rows or ())]
        return _checked(Asked(rows=rows or [], request_ids=found.request_ids, window=found.window))

    def convert(self, rows: Sequence[dict[str, Any]]) -> list[Any]:
        """Return rows that came in another form than that of ``POST /predict``.

        Raises
        ------
        BadRowsError
            A column is missing, unknown or of another type.
        """
        try:
            return msgspec.convert(rows, list[self._row])  # type: ignore[name-defined]
        except msgspec.ValidationError as error:
            raise self._named(str(error).replace("`$[", "`$.rows[")) from None

    def by_column(self, rows: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Return the values of each column, in the signature's order."""
        return list(zip(*map(msgspec.structs.astuple, rows), strict=True))

    def notices(self, rows: Sequence[Any]) -> list[str]:
        """Return what is unusual about rows, as `registry.enforce` says it of a table.

        In plain Python, because a request has a few rows: a table would have to be made first.
        """
        if not (self._ranges or self._categories):
            return []
        columns, found = self.by_column(rows), []
        for place, column, low, high in self._ranges:
            if outside := sum(value is not None and not low <= value <= high for value in columns[place]):
                found.append(outside_notice(column, outside))
        for place, name, known in self._categories:
            if strange := sorted({str(value) for value in columns[place] if value is not None} - known):
                found.append(unseen_notice(name, strange))
        return found

    def _named(self, fault: str) -> InvalidInputError:
        match = _WHERE.match(fault)
        what, path = (match["what"], match["path"] or "") if match else (fault, "")
        if not path.startswith("row"):
            return InvalidInputError(
                f"The request has another form: {fault}.",
                hint='Send {"rows": [{column: value, ...}, ...]} or {"row": {column: value, ...}}.',
            )
        place, _, column = path.partition(".")
        if field := _FIELD.match(what):
            return self._wrong_columns(place, field["name"], missing=field["fault"].startswith("missing"))
        if not column:
            return BadRowsError(f"{place} is no object: {what}.", hint="A row is {column: value, ...}.")
        cure = " Where it is unknown in training too, train with missing values." if "got `null`" in what else ""
        return BadRowsError(
            f"Column {column!r} in {place}: {what[0].lower()}{what[1:]}.",
            hint=f"The model was trained with {self._type_of(column)} there.{cure}",
        )

    def _wrong_columns(self, place: str, name: str, *, missing: bool) -> BadRowsError:
        fault = f"Column {name!r} is missing in {place}." if missing else f"Column {name!r} in {place} is unknown."
        return BadRowsError(fault, hint=f"The model takes: {', '.join(self.names)}.")

    def _type_of(self, name: str) -> str:
        return next((column.type for column in self.columns if column.name == name), "another type")


def not_json(error: Exception) -> InvalidInputError:
    """Return what to say of a body that is not JSON."""
    return InvalidInputError(
        f"The body is not JSON: {error}.", hint="Send JSON in UTF-8; a missing number is null, not NaN."
    )


def _checked(asked: Asked) -> Asked:
    if not asked.rows:
        raise InvalidInputError("The request has no rows.", hint='Send {"rows": [{column: value, ...}, ...]}.')
    if asked.request_ids is not None and len(asked.request_ids) != len(asked.rows):
        raise InvalidInputError(
            f"There are {len(asked.request_ids)} request_ids for {len(asked.rows)} rows.",
            hint="Give one id for each row, or none to have them made.",
        )
    return asked


def _row_type(columns: Sequence[Column]) -> Any:
    # Fields are numbered, because a column may have any text as its name.
    fields = [(f"c{i}", _python_type(column)) for i, column in enumerate(columns)]
    rename = {f"c{i}": column.name for i, column in enumerate(columns)}
    return msgspec.defstruct("Row", fields, rename=rename, forbid_unknown_fields=True, gc=False)


def _python_type(column: Column) -> Any:
    kind = kind_of(column.type)
    if kind == "float":
        return float | None  # JSON has no NaN: null stands for it, and a float column can always hold it
    types: dict[str, Any] = {"int": Annotated[int, _INT64], "str": str, "bool": bool, "datetime": datetime}
    types["date"] = date
    found: Any = types.get(kind, Any)
    return found | None if column.nullable and found is not Any else found
