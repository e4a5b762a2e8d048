"""A run or notebook as files that need no celltrail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from celltrail.errors import InvalidInputError
from celltrail.sharing.exports.machines import LOCK, dag, dockerfile, requirements, workflow
from celltrail.sharing.exports.notebook import Book
from celltrail.sharing.exports.script import script
from celltrail.sharing.notebooks import text_of

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written."""

    paths: tuple[Path, ...]
    notes: tuple[str, ...] = ()
    """What has no plain form, and what should be known."""

    def __repr__(self) -> str:
        return "\n".join([*map(str, self.paths), *(f"  {note}" for note in self.notes)])


def export(book: Book, form: str, output: Path | None) -> Exported:
    """Write a notebook in another form.

    Raises
    ------
    InvalidInputError
        There is no such form, or a file is there already.
    """
    if form not in FORMS:
        raise InvalidInputError(f"There is no form {form!r}.", hint=f"There are {', '.join(FORMS)}.")
    files, notes = FORMS[form](book)
    placed = _placed(files, output)
    if taken := next((path for path in placed if path.exists()), None):
        raise InvalidInputError(f"{taken} is there already.", hint="Give another place: -o PATH.")
    try:
        for path, data in placed.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise InvalidInputError(
            f"{path} cannot be written: {error.strerror}.", hint="Give another place."
        ) from error
    return Exported(paths=tuple(placed), notes=tuple(dict.fromkeys([*book.notes, *notes])))


def _placed(files: Files, output: Path | None) -> dict[Path, bytes]:
    """Return where files go: a single one to the path that was given, several into the folder."""
    if len(files) == 1 and output is not None and not output.is_dir():
        return {output: next(iter(files.values()))}
    return {(output or Path()) / name: data for name, data in files.items()}


def _notebook(book: Book) -> tuple[Files, list[str]]:
    return {f"{book.name}-plain.ipynb": text_of(book.content)}, []


def _script(book: Book) -> tuple[Files, list[str]]:
    text, notes = script(book)
    return {f"{book.name}.py": text.encode()}, notes


def _dockerfile(book: Book) -> tuple[Files, list[str]]:
    return _with_packages(book, "Dockerfile", dockerfile(book))


def _github(book: Book) -> tuple[Files, list[str]]:
    return _with_packages(book, f".github/workflows/{book.name}.yml", workflow(book))


def _airflow(book: Book) -> tuple[Files, list[str]]:
    return _with_packages(book, f"{book.name}_dag.py", dag(book))


def _with_packages(book: Book, name: str, text: str) -> tuple[Files, list[str]]:
    lock, notes = requirements(book.environment)
    return {name: text.encode(), f"{book.name}.ipynb": text_of(book.content), LOCK: lock.encode()}, notes


FORMS: dict[str, Callable[[Book], tuple[Files, list[str]]]] = {
    "notebook": _notebook,
    "script": _script,
    "dockerfile": _dockerfile,
    "github": _github,
    "airflow": _airflow,
}
