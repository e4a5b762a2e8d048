"""Bring back the names of a past state."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from celltrail.errors import CelltrailError, NotFoundError, UntrustedError
from celltrail.records import Run
from celltrail.registry.trust import missing_trust
from celltrail.sessions import Held, executions_of, state_after
from celltrail.tracking import Workspace, workspace

_ABSENT = object()
_PICTURE = "png/1"
_ALL = "*"


class Picture:
    """A figure that was kept as a picture: its bytes, shown by a notebook."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __repr__(self) -> str:
        return f"Picture({len(self.data)} bytes of PNG)"

    def _repr_png_(self) -> bytes:
        return self.data


@dataclass(slots=True, kw_only=True)
class Restoration:
    """What came of restoring a state."""

    run: Run
    restored: dict[str, Any] = field(default_factory=dict)
    """The values that were brought back, by name."""
    unchanged: tuple[str, ...] = ()
    """Names that had that content already and were left alone."""
    previous: dict[str, Any] = field(default_factory=dict)
    """The values that names had before and that were overwritten."""
    missing: dict[str, str] = field(default_factory=dict)
    """Names without a value that could be brought back, each with the reason."""
    untrusted: dict[str, str] = field(default_factory=dict)
    """Names whose loading would run code that nobody said to trust, each with what to say."""
    code: dict[str, str] = field(default_factory=dict)
    """Modules, functions and classes of the state that were not made again: name to source."""
    is_dry: bool = False
    """Whether nothing was changed, only looked at."""

    def __repr__(self) -> str:
        verb = "would bring back" if self.is_dry else "brought back"
        title = f"restore {self.run.name} {self.run.id[-6:]}: {verb} {', '.join(self.restored) or 'nothing'}"
        return "\n".join([title, *(f"  {line}" for line in self.lines)])

    @property
    def lines(self) -> list[str]:
        """What else a person should know, a line each."""
        lines = []
        if self.unchanged:
            lines.append(f"already so: {', '.join(self.unchanged)}")
        if self.previous:
            would = "would overwrite" if self.is_dry else "overwritten"
            lines.append(
                f"{would}: {', '.join(self.previous)}" + ("" if self.is_dry else " (before: `.previous`)")
            )
        lines += [f"not brought back: {name}: {reason}" for name, reason in self.missing.items()]
        lines += [f"not trusted: {name}: {reason}" for name, reason in self.untrusted.items()]
        if self.untrusted:
            lines.append("add `--trust` to the magic or the command, or trusted=[...] naming those types")
        if self.code:
            lines.append(
                f"not made again: {', '.join(self.code)}; add `--code` (code=True) to run their statements"
            )
        return lines


def restore(
    reference: str,
    *names: str,
    into: MutableMapping[str, Any] | None = None,
    trusted: Sequence[str] = (),
    code: bool = False,
    dry_run: bool = False,
) -> Restoration:
    """Bring back the names that a kernel had at the end of a run.

    The state is what is known of the whole kernel by then, not of that one cell: the newest content of each name
    that tracked cells read or made, plain values, and where `code` says so its imports, functions and classes.

    Parameters
    ----------
    reference
        The run: its id, the beginning or end of it, or the newest of a name.
    names
        Only these; by default all.
    into
        Where to put them, such as ``globals()``; by default they are only returned, in ``restored``.
    trusted
        Types, or kinds such as ``pickle``, whose loading may run code; ``*`` stands for all of them.
    code
        Run the imports and definitions of the state again.
    dry_run
        Change nothing, and say what would be done.

    Raises
    ------
    NotFoundError
        There is no such run, or the state has no such name.

    Examples
    --------
    >>> restore("churn", "X_train", into=globals())  # doctest: +SKIP
    """
    here = workspace()
    here.drain()
    run = here.store.runs.find(reference).run
    state = _chosen(state_after(executions_of(here, run.id), run.id), names, run)
    work = _Restoring(here, into if into is not None else {}, trusted, Restoration(run=run, is_dry=dry_run))
    statements = [held for held in state.values() if held.kind == "code"]
    if not code or dry_run:
        work.report.code.update({held.name: held.code for held in statements})
        statements = []
    failed = work.make_code(statements)  # first, since values may be of classes of the state
    for held in state.values():
        if held.kind != "code":
            work.bring(held)
    again = work.make_code([held for held, _ in failed.values()])
    work.report.missing |= {name: reason for name, (_, reason) in again.items()}
    return work.report


def _chosen(state: dict[str, Held], names: Iterable[str], run: Run) -> dict[str, Held]:
    names = tuple(names)
    for name in names:
        if name not in state:
            close = difflib.get_close_matches(name, state, n=1)
            hint = f"Did you mean {close[0]!r}?" if close else f"It has: {', '.join(state) or 'none'}."
            raise NotFoundError(f"The state of {run.name} {run.id[-6:]} has no name {name!r}.", hint=hint)
    return {name: state[name] for name in names} if names else state


class _Restoring:
    """One restoration on its way."""

    def __init__(
        self,
        here: Workspace,
        names: MutableMapping[str, Any],
        trusted: Sequence[str],
        report: Restoration,
    ) -> None:
        self._here = here
        self._names = names
        self._trusted = trusted
        self.report = report

    def make_code(self, code: Sequence[Held]) -> dict[str, tuple[Held, str]]:
        """Run the statements that make modules, functions and classes, in their order; return what failed."""
        failed: dict[str, tuple[Held, str]] = {}
        for held in sorted(code, key=lambda held: (held.execution.cell.started_at, held.execution.cell.id)):
            before = self._names.get(held.name, _ABSENT)
            try:
                exec(compile(held.code, f"<{held.execution.label}>", "exec"), self._names)  # type: ignore[arg-type] # noqa: S102 - the user asked for it
            except Exception as error:  # noqa: BLE001 - the rest is restored
                failed[held.name] = held, f"its code raised {type(error).__name__}: {error}"
            else:
                self._note(held.name, self._names[held.name], before)
        return failed

    def bring(self, held: Held) -> None:
        """Bring one name back, or say why not."""
        before = self._names.get(held.name, _ABSENT)
        if held.kind == "missing":
            self.report.missing[held.name] = held.reason
        elif held.artifact is None:
            self._put(
                held.name, held.value, before, same=type(before) is type(held.value) and before == held.value
            )
        elif before is not _ABSENT and self._digest(before) == held.artifact.digest:
            self.report.unchanged += (held.name,)
        else:
            self._load(held, before)

    def _load(self, held: Held, before: Any) -> None:
        assert held.artifact is not None
        artifact = held.artifact
        try:
            if artifact.codec == _PICTURE:
                value: Any = Picture(self._here.artifacts.get_bytes(artifact.digest))
            else:
                value = self._get(artifact.digest, artifact.codec)
        except UntrustedError as error:
            self.report.untrusted[held.name] = error.message
        except CelltrailError as error:
            self.report.missing[held.name] = str(error)
        except Exception as error:  # noqa: BLE001 - a class of the user's, or a library that is not here
            self.report.missing[held.name] = f"loading it raised {type(error).__name__}: {error}"
        else:
            self._put(held.name, value, before)

    def _get(self, digest: str, codec: str) -> Any:
        """Load a value; where all is trusted, the types that it says to hold are."""
        trusted = list(self._trusted)
        if _ALL in trusted:
            trusted = ["pickle", *missing_trust(self._here.artifacts, digest, codec)]
        return self._here.artifacts.get(digest, codec, trusted=trusted)

    def _put(self, name: str, value: Any, before: Any, *, same: bool = False) -> None:
        if same:
            self.report.unchanged += (name,)
            return
        if not self.report.is_dry:
            self._names[name] = value
        self._note(name, value, before)

    def _note(self, name: str, value: Any, before: Any) -> None:
        self.report.restored[name] = value
        if before is not _ABSENT:
            self.report.previous[name] = before

    def _digest(self, value: Any) -> str | None:
        """Return the digest of what a name holds now; what is overwritten is kept by this, too."""
        with suppress(Exception):  # it cannot be kept, so it is another
            return self._here.artifacts.put(value).digest
        return None
