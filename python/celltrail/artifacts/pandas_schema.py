"""What Arrow writes down about a pandas frame, without converting the frame.

Arrow keeps the index and the types of pandas in a table's metadata. They are made here from the frame's head,
which has all types, and from the frame without columns, which has the whole index; so that the columns themselves
can be looked at one after the other.
"""

from __future__ import annotations

import json
from typing import Any

_KEY = b"pandas"


def pandas_metadata(frame: Any) -> tuple[dict[str, str], list[str], list[tuple[Any, Any]]]:
    """Return the metadata of a frame's table, the names of its columns there, and its index: fields and values.

    The index is empty where it is a plain count, which the metadata says in full.
    """
    import pyarrow as pa

    head = pa.Schema.from_pandas(frame.iloc[:0])
    about = json.loads(head.metadata[_KEY])
    index = pa.Table.from_pandas(frame.iloc[:, :0])
    index_about = json.loads(index.schema.metadata[_KEY])
    width = frame.shape[1]
    fields = head.names[:width]
    about["index_columns"] = index_about["index_columns"]
    about["columns"] = [*about["columns"][:width], *index_about["columns"]]
    metadata = {k.decode(): v.decode() for k, v in head.metadata.items() if k != _KEY}
    metadata["pandas"] = json.dumps(about)
    return metadata, fields, [(field, index.column(number)) for number, field in enumerate(index.schema)]
