"""The content of a name: the same as long as no code can tell the values apart."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from celltrail.artifacts import ArtifactStore
from celltrail.jobs.cells.contents import Contents


def test_a_class_stays_the_same_when_an_object_of_it_is_pickled(tmp_path: Path) -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    exec("class Box:\n    def __init__(self):\n        self.n = 1", names)
    contents = Contents(ArtifactStore(tmp_path), names)
    before = contents.of("Box")
    assert before.startswith("f ")
    names["Box"]().__reduce_ex__(pickle.HIGHEST_PROTOCOL)
    assert "__slotnames__" in vars(names["Box"])
    assert contents.of("Box") == before
    names["Box"].n = 2
    assert contents.of("Box") != before
