"""``compatible()``: whoever asks the champion can ask this version in the same way."""

from __future__ import annotations

from collections.abc import Iterator

from celltrail.records import Column, Signature
from celltrail.registry.gates.gate import Form, Gate
from celltrail.registry.gates.kind import CannotRunError, Lane, Outcome
from celltrail.registry.gates.subject import Subject

_WIDER = {
    "int8": ("int16", "int32", "int64", "float", "double"),
    "int16": ("int32", "int64", "float", "double"),
    "int32": ("int64", "double"),
    "int64": ("double",),
    "uint8": ("uint16", "uint32", "uint64", "int16", "int32", "int64", "float", "double"),
    "uint16": ("uint32", "uint64", "int32", "int64", "float", "double"),
    "uint32": ("uint64", "int64", "double"),
    "float": ("double",),
    "halffloat": ("float", "double"),
    "bool": ("int64", "double"),
}
"""What a value of a type can be given for."""


class CompatibleKind:
    """Compares the signature with that of the champion."""

    name = "compatible"
    form = Form()
    lane: Lane = "here"
    inputs = ("signature", "champion")
    libraries = ()
    timeout_s = 60.0
    lasts_s = 0.0

    def check(self, gate: Gate, subject: Subject) -> Outcome:  # noqa: ARG002 - it has nothing to say
        """Compare."""
        champion = subject.plan.champion
        if champion is None:
            return Outcome(passed=True, reason="there is no champion to compare with yet")
        for version in (subject.version, champion):
            if not version.signature.inputs:
                raise CannotRunError(
                    f"{version.label} has no signature: register it with its data (--data X_train)"
                )
        breaks = tuple(breaking(champion.signature, subject.version.signature))
        if breaks:
            return Outcome(
                passed=False, reason=f"not as {champion.label}: {'; '.join(breaks[:3])}", details=breaks
            )
        count = len(champion.signature.inputs)
        return Outcome(passed=True, reason=f"takes the {count} columns of {champion.label}, and answers alike")


def breaking(old: Signature, new: Signature) -> Iterator[str]:
    """Give what of a new signature would break those who ask by the old one."""
    yield from _inputs(old, new)
    answers = {column.name: column for column in new.outputs}
    for column in old.outputs:
        if column.name not in answers:
            yield f"it does not answer {column.name!r} any more"
        elif answers[column.name].type != column.type:
            yield f"it answers {column.name!r} as {answers[column.name].type}, not as {column.type}"


def _inputs(old: Signature, new: Signature) -> Iterator[str]:
    sent = {column.name: column for column in old.inputs}
    taken = {column.name: column for column in new.inputs}
    for name, column in taken.items():
        if name not in sent:
            yield f"it needs the column {name!r}, which nobody sends"
        else:
            yield from _column(sent[name], column)
    for name in sent:
        if name not in taken:
            yield f"it does not take the column {name!r} any more"


def _column(sent: Column, taken: Column) -> Iterator[str]:
    if taken.type not in (sent.type, *_WIDER.get(sent.type, ())):
        yield f"{sent.name!r} is {taken.type}, and was {sent.type}"
    if sent.nullable and not taken.nullable:
        yield f"{sent.name!r} may not be missing any more"
    if sent.categories is not None and taken.categories is not None:
        gone = [name for name in sent.categories if name not in taken.categories]
        if gone:
            yield f"{sent.name!r} may not be {', '.join(gone[:5])} any more"
    if sent.shape != taken.shape:
        yield f"{sent.name!r} has the shape {taken.shape}, and had {sent.shape}"
