"""Whole notebooks show with every cell tracked what they show with none, as public ones do in the benchmarks."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.benchmarks.sameness import compare

NOTEBOOKS = {
    "displays": [
        "from IPython.display import HTML, JSON, Markdown, clear_output, display, update_display\nimport sys",
        "print('one')\nprint('two', file=sys.stderr)\ndisplay(HTML('<b>three</b>'), Markdown('*four*'))\n'five'",
        "handle = display('first', display_id='mine')",
        "handle.update('second')\nupdate_display('third', display_id='mine')",
        "print('old')\nclear_output()\nprint('new')",
        "for n in range(3):\n    clear_output(wait=True)\n    print('step', n)\n    sys.stdout.flush()",
        "for n in range(4):\n    print(f'\\r{n * 25}%', end='')\n    sys.stdout.flush()",
        "%%capture seen\nprint('hidden')\ndisplay(1)",
        "seen.stdout, len(seen.outputs)",
        ("class Rich:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
        "        return {'text/plain': 'plain', 'application/x-mine': {'a': [1]}}, {'meta': 1}\nRich()"),
        "class Broken:\n    def __repr__(self):\n        raise ValueError('no repr')\nBroken()",
        "display(JSON({'a': 1}), metadata={'isolated': True})\n42;",
        "_, __, Out.get(2), len(In)",
        "%who_ls str",
        "!echo shell; echo error >&2",
        "%%bash\necho bash",
        "%%writefile note.txt\nkept",
        "%%javascript\nwindow\n        .one\n    .two",
        "print(open('note.txt').read())",
    ],
    "tables and pictures": [
        "import numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt\n%matplotlib inline",
        "frame = pd.DataFrame({'a': [1, 2], 'b': ['x', None]}, index=['r', 's'])\nframe",
        "frame.style.highlight_max(subset=['a']).set_uuid('u')",
        "frame.describe(include='all').T",
        "plt.plot([1, 2, 3])\nplt.title('line')",
        "fig, axes = plt.subplots(1, 2)\naxes[0].hist(np.arange(10))\nplt.show()",
        "fig",
        "unseen = plt.figure()\nunseen.text(0.5, 0.5, 'x', family='No Such Font')\nplt.close(unseen)",
        "np.random.rand(3)",
        "import polars as pl\npl.DataFrame({'a': [1, 2]})",
        "import plotly.graph_objects as go\ngo.Figure(go.Bar(y=[1, 2])).to_dict()",
        ("from sklearn.linear_model import LogisticRegression\n"
        "model = LogisticRegression().fit(np.arange(6).reshape(-1, 1), [0, 0, 0, 1, 1, 1])\nmodel.get_params()"),
        "frame['c'] = frame['a'] * 2\nframe",
    ],
    "warnings, errors and tasks": [
        ("open('mine.py', 'w').write('import warnings\\ndef f():\\n    warnings.warn(\"once\", UserWarning)\\n')\n"
        "import mine, warnings\nmine.f()"),
        "mine.f()",
        "for n in range(3):\n    mine.f()",
        "warnings.simplefilter('ignore')\nmine.f()",
        "mine.f()\nwarnings.warn('not seen')",
        "warnings.resetwarnings()\nmine.f()",
        "pattern = '\\d'\npattern is 'x'",
        "def f(n):\n    return 1 / n\n\nf(0)",
        "try:\n    f(0)\nexcept ZeroDivisionError as error:\n    raise ValueError('chained') from error",
        "x = = 1",
        "%not_a_magic",
        "import asyncio\nawait asyncio.gather(*(asyncio.sleep(0, result=n) for n in range(3)))",
        ("import threading\n"
        "threads = [threading.Thread(target=print, args=('from a thread',)) for _ in range(1)]\n"
        "[thread.start() for thread in threads]\n[thread.join() for thread in threads]"),
        "import logging\nlogging.getLogger('mine').warning('logged')",
        "raise KeyboardInterrupt",
        "import sys\nsys.exit('bye')",
        "import random\nrandom.random()",
        "sorted(name for name in dir() if not name.startswith('_'))",
        "1 +",
        "if True:\n        a = 1\n    b = 2",
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_shows_with_every_cell_tracked_what_it_shows_with_none(name: str, tmp_path: Path) -> None:
    found = compare(NOTEBOOKS[name], tmp_path)
    assert [(c.source, c.without.text, c.tracked.text) for c in found if c.verdict != "same"] == []
    assert [c.source for c in found if c.tracked.cards != 1] == []
    assert sum(c.without.cards for c in found) == 0
