"""The kinds of gates."""

from __future__ import annotations

from celltrail.registry.gates import language
from celltrail.registry.gates.better import BetterKind
from celltrail.registry.gates.compatible import CompatibleKind
from celltrail.registry.gates.fair import FairKind
from celltrail.registry.gates.gate import Gate
from celltrail.registry.gates.kind import Kind
from celltrail.registry.gates.latency import LatencyKind
from celltrail.registry.gates.leakage import LeakageKind
from celltrail.registry.gates.loads import LoadsKind
from celltrail.registry.gates.metric import MetricKind
from celltrail.registry.gates.notebook import NotebookKind
from celltrail.registry.gates.python import PythonKind
from celltrail.registry.gates.reproduces import ReproducesKind
from celltrail.registry.gates.robust import RobustKind
from celltrail.registry.gates.size import SizeKind
from celltrail.registry.gates.slices import SliceKind
from celltrail.registry.gates.valid import ValidKind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        MetricKind(), SizeKind(), BetterKind(), SliceKind(), FairKind(), ValidKind(), LeakageKind(), RobustKind(),
        CompatibleKind(), LoadsKind(), LatencyKind(), ReproducesKind(), PythonKind(), NotebookKind(),
    )
}  # fmt: skip
_PLAIN = (language.METRIC, language.SIZE)
"""Those that are written as comparisons, without brackets."""
_FORMS = {name: kind.form for name, kind in KINDS.items() if name not in _PLAIN}
_TIMEOUTS = {name: kind.timeout_s for name, kind in KINDS.items()}


def parse(expression: str) -> Gate:
    """Return a gate, read.

    Raises
    ------
    GateError
        It is none.
    """
    return language.parse(expression, _FORMS, _TIMEOUTS)
