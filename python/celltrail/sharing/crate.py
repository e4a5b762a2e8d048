"""The bundle as a research object: RO-Crate 1.1 with the profile Process Run Crate 0.5.

Sources: https://www.researchobject.org/ro-crate/specification/1.1 and
https://www.researchobject.org/workflow-run-crate/profiles/process_run_crate. The JSON-LD is written here: it is
one table of entities, and a library for it would be asked for this one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from celltrail import clock
from celltrail.records import Run
from celltrail.sharing.manifest import CRATE, EXECUTED, LINEAGE, RECORDS, SOURCE, Item, Member
from celltrail.sharing.records import Records, json_of

_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_CONTEXT = f"{_SPECIFICATION}/context"
_PYTHON = "https://www.python.org/downloads/release/python-"
_NO_LICENCE = "No licence was given: ask who made it what may be done with it."
_TYPES = {".json": "application/json", ".toml": "application/toml", ".ipynb": "application/x-ipynb+json"}
Entity = dict[str, Any]


def metadata(records: Records, items: tuple[Item, ...], members: Mapping[str, Member]) -> bytes:
    """Return ``ro-crate-metadata.json``."""
    graph = list(_Crate(records, items, members).entities())
    return json_of({"@context": _CONTEXT, "@graph": graph})


class _Crate:
    """One crate on its way."""

    def __init__(self, records: Records, items: tuple[Item, ...], members: Mapping[str, Member]) -> None:
        self._records = records
        self._items = items
        self._members = members
        self._paths = {member.digest: path for path, member in sorted(members.items(), reverse=True)}

    def entities(self) -> Iterator[Entity]:
        """Give everything that the crate has."""
        run = self._records.run
        yield {"@id": CRATE, "@type": "CreativeWork", "conformsTo": _ref(_SPECIFICATION), "about": _ref("./")}
        yield self._root(run)
        yield {"@id": _PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"}
        yield {"@id": "#licence", "@type": "CreativeWork", "name": "Licence", "description": _NO_LICENCE}
        yield {"@id": "#agent", "@type": "Person", "name": run.who or "somebody"}
        yield from self._tools()
        for one in self._records.runs:
            yield self._action(one)
        yield from (self._value(item) for item in self._apart())
        yield from self._parameters()
        for path, member in sorted(self._members.items()):
            yield self._file(path, member)

    def _root(self, run: Run) -> Entity:
        return {
            "@id": "./",
            "@type": "Dataset",
            "name": f"Run {run.name}",
            "description": f"The run {run.name} ({run.id}) with its notebook, environment, data and results.",
            "datePublished": _time(run.ended_at or run.started_at),
            "author": _ref("#agent"),
            "license": _ref("#licence"),
            "conformsTo": _ref(_PROFILE),
            "hasPart": _refs(sorted(self._members)),
            "mentions": _refs([_action_id(one) for one in self._records.runs]),
        }

    def _tools(self) -> Iterator[Entity]:
        versions = {one.digest: one.python for one in self._records.environments}
        for version in sorted({_version(versions, run) for run in self._records.runs}):
            url = f"{_PYTHON}{version.replace('.', '')}/" if version else "https://www.python.org/"
            named: Entity = {"name": f"Python {version}".strip(), "url": url}
            yield {"@id": url, "@type": "SoftwareApplication", **named, "softwareVersion": version or "unknown"}

    def _action(self, run: Run) -> Entity:
        versions = {one.digest: one.python for one in self._records.environments}
        version = _version(versions, run)
        tool = f"{_PYTHON}{version.replace('.', '')}/" if version else "https://www.python.org/"
        done = run.status == "finished"
        action: Entity = {
            "@id": _action_id(run),
            "@type": "CreateAction",
            "name": run.name,
            "description": f"A {run.kind} that was run under celltrail.",
            "instrument": _ref(tool),
            "agent": _ref("#agent"),
            "startTime": _time(run.started_at),
            "endTime": _time(run.ended_at or run.started_at),
            "actionStatus": f"http://schema.org/{'Completed' if done else 'Failed'}ActionStatus",
            "object": self._objects(run),
            "result": self._results(run),
        }
        return action if done else {**action, "error": run.error or run.status}

    def _objects(self, run: Run) -> Entity | list[Entity]:
        uses = {(u.name, u.artifact.digest) for u in self._records.uses if u.direction == "output"}
        read = [i for i in self._items if i.run_id == run.id and (i.name, i.digest) not in uses]
        found = [self._id(item) for item in read]
        found += [path for path in self._members if path.startswith(f"{SOURCE}/") and run == self._records.run]
        found += [f"#param-{one.run_id}-{_slug(one.key)}" for one in self._records.params if one.run_id == run.id]
        return _refs(found)

    def _results(self, run: Run) -> Entity | list[Entity]:
        uses = {(u.name, u.artifact.digest) for u in self._records.uses if u.direction == "output"}
        made = [i for i in self._items if i.run_id == run.id and (i.name, i.digest) in uses]
        found = [self._id(item) for item in made]
        found += [path for path in self._members if path.startswith(f"{EXECUTED}/") and run == self._records.run]
        found += [f"{RECORDS}/metrics.json", LINEAGE]
        return _refs(found)

    def _id(self, item: Item) -> str:
        return self._paths.get(item.digest) or f"#content-{item.digest}"

    def _apart(self) -> list[Item]:
        """Return the values that have no member, one for each digest: what was left out is told of too."""
        apart = {item.digest: item for item in self._items if item.digest not in self._paths}
        return [apart[digest] for digest in sorted(apart)]

    @staticmethod
    def _value(item: Item) -> Entity:
        said = f"{item.kind} {item.name}, {item.state}; BLAKE3 {item.digest}"
        return {"@id": f"#content-{item.digest}", "@type": "CreativeWork", "name": item.name, "description": said}

    def _parameters(self) -> Iterator[Entity]:
        for one in self._records.params:
            identifier = f"#param-{one.run_id}-{_slug(one.key)}"
            yield {"@id": identifier, "@type": "PropertyValue", "name": one.key, "value": str(one.value)}

    def _file(self, path: str, member: Member) -> Entity:
        names = sorted({item.name for item in self._items if member.digest in item.parts})
        return {
            "@id": path,
            "@type": "File",
            "name": ", ".join(names[:3]) or PurePosixPath(path).name,
            "contentSize": str(member.size),
            "encodingFormat": _TYPES.get(PurePosixPath(path).suffix, "application/octet-stream"),
            "identifier": f"blake3:{member.digest}",
        }


def _version(versions: Mapping[str, str], run: Run) -> str:
    return versions.get(run.environment or "", "")


def _action_id(run: Run) -> str:
    return f"#run-{run.id}"


def _slug(text: str) -> str:
    return "".join(letter if letter.isalnum() and letter.isascii() else f"_{ord(letter):x}_" for letter in text)


def _time(at: float) -> str:
    return clock.iso(at)


def _refs(identifiers: Iterable[str]) -> Entity | list[Entity]:
    """Return references, one by itself: what has one value is no list."""
    found = [_ref(one) for one in dict.fromkeys(identifiers)]
    return found[0] if len(found) == 1 else found


def _ref(identifier: str) -> Entity:
    return {"@id": identifier}
