"""What a bundle holds, for people, before anything of it is taken over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from celltrail import clock

if TYPE_CHECKING:
    from celltrail.sharing.manifest import Item
    from celltrail.sharing.unbundle import Holdings

_SHOWN = 12
_CONTROL = dict.fromkeys((*range(32), *range(127, 160)), "?")


def told(holdings: Holdings) -> str:
    """Return what a bundle holds, as lines of text. Whatever it says is shown without a terminal's signs."""
    return "\n".join(line.translate(_CONTROL) for line in _lines(holdings))


def _lines(holdings: Holdings) -> Iterator[str]:
    manifest, records = holdings.manifest, holdings.records
    run = records.run
    yield f"run {run.name}  {run.id}  {run.status}"
    yield f"  made by {run.who or 'somebody'}, {clock.iso(run.started_at)}, celltrail {manifest.celltrail}"
    yield f"  {holdings.signature}; {holdings.size_bytes / 1e6:.1f} MB unpacked, each digest is right"
    if holdings.known:
        yield "  it is in this home already"
    yield from _code(holdings)
    yield from _values("holds", (i for i in manifest.items if i.state == "here"))
    yield from _values("left out, but here already", _apart(holdings, here=True))
    yield from _values("left out, and not here", _apart(holdings, here=False))
    shown = sum(len(cell.outputs) for cell in records.cells)
    yield "  without what the cells showed" if manifest.without_outputs else f"  {shown} outputs of cells"
    for environment in records.environments:
        count = len(environment.packages)
        yield f"  environment: Python {environment.python}, {count} packages, {environment.platform}"
    pickles = sorted({item.name for item in holdings.pickles})
    if pickles:
        yield f"  pickles, which run code when they are loaded: {', '.join(pickles)}. Opening loads none."
    for version in records.models:
        yield f"  registered there as {version.label}; it is not registered here"


def _code(holdings: Holdings) -> Iterator[str]:
    records = holdings.records
    notebooks = [name for name in holdings.manifest.members if name.startswith("notebook/")]
    inner = f", {len(records.runs) - 1} runs inside it" if len(records.runs) > 1 else ""
    yield f"  {', '.join(notebooks) or 'no notebook'}; {len(records.cells)} cells executed{inner}"


def _apart(holdings: Holdings, *, here: bool) -> list[Item]:
    missing = set(holdings.missing)
    return [i for i in holdings.manifest.items if i.state != "here" and (i not in missing) is here]


def _values(title: str, items: Iterable[Item]) -> Iterator[str]:
    found = list({(item.name, item.digest): item for item in items}.values())
    if not found:
        return
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(Counter(item.kind for item in found).items()))
    yield f"  {title}: {kinds}"
    for item in found[:_SHOWN]:
        size = "size not known" if item.size_bytes is None else f"{item.size_bytes / 1e6:.2f} MB"
        reason = ", nobody had it any more" if item.state == "not kept" else ""
        yield f"    {item.kind} {item.name}  {size}  {item.digest[:12]}{reason}"
    if len(found) > _SHOWN:
        yield f"    … {len(found) - _SHOWN} more"
