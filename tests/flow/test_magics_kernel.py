"""``%%track`` and its kin in a real kernel, as a frontend sees them."""

from __future__ import annotations

import base64
import re
import signal
from pathlib import Path
from typing import Any

import pytest

Kernel = Any
CARD = "ct-Card"


def plain(answer: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return what the frontend got without the card and without what differs between any two executions."""
    kept = []
    for kind, content in answer.messages:
        if CARD in str(content.get("data", {}).get("text/html", "")):
            continue
        text = {key: value for key, value in content.items() if key not in ("execution_count", "transient")}
        if "traceback" in text:
            text["traceback"] = [nameless(line) for line in text["traceback"]]
            text["evalue"] = nameless(text["evalue"])
        kept.append((kind, text))
    return joined(kept)


def nameless(text: str) -> str:
    """Return a traceback without colours, numbers of cells, and the first line, which the magic changes."""
    text = re.sub(r"\x1b\[[\d;]*m", "", text)
    text = re.sub(r"(Cell )?In ?\[\d+\]|ipykernel_\d+/\d+\.py|\(\d+\.py", "CELL", text)
    return re.sub(r"^ +1 .*\n", "", text, flags=re.MULTILINE)


def joined(messages: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    """Join neighbouring pieces of a stream: how it is cut is a matter of time."""
    found: list[tuple[str, dict[str, Any]]] = []
    for kind, content in messages:
        if found and kind == "stream" == found[-1][0] and content["name"] == found[-1][1]["name"]:
            found[-1] = (kind, {"name": content["name"], "text": found[-1][1]["text"] + content["text"]})
        else:
            found.append((kind, dict(content)))
    return found


SHOWING = {
    "streams": "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c', end='')",
    "a result": "x = 41\nx + 1",
    "a silenced result": "42;",
    "displays": "from IPython.display import HTML\ndisplay(HTML('<b>x</b>'))\ndisplay(1, metadata={'m': 1})",
    "an update": "h = display('one', display_id='i')\nh.update('two')",
    "clearing": "from IPython.display import clear_output\nprint('old')\nclear_output()\nprint('new')",
    "clearing with wait": "print('old')\nclear_output(wait=True)\nprint('new')",
    "a frame": "import pandas as pd\npd.DataFrame({'a': [1]})",
    "nothing": "pass",
    "a magic inside": "a = 1\n%who_ls int\n!echo shell",
    "top-level await": "import asyncio\nawait asyncio.sleep(0)\n'waited'",
    "a subprocess": "import os\nos.system('echo from below')",
    "help": "len?",
    "a NameError": "y = 1\nprint('before')\nnot_there\nprint('after')",
    "an error in a function": "def f():\n    raise KeyError('k')\n\nf()",
    "a chained error": "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('v') from e",
    "a SyntaxError": "x = 1\ny = = 2",
    "an unterminated string": "x = 'abc",
    "an IndentationError": "if True:\nx = 1",
    "an exit": "import sys\nsys.exit('bye')",
    "an interrupt": "raise KeyboardInterrupt",
    "an error in await": "await asyncio.sleep(0)\nraise RuntimeError('async')",
    "an unknown magic": "%not_a_magic",
}


@pytest.mark.parametrize("source", SHOWING.values(), ids=SHOWING.keys())
def test_the_frontend_gets_with_track_what_it_gets_without(source: str, kernel: Kernel) -> None:
    kernel.run("# not tracked\n" + source)  # what Python warns of once has been said now
    bare = kernel.run("# not tracked\n" + source)
    tracked = kernel.run("%%track same\n" + source)
    assert plain(tracked) == plain(bare)
    ends = ("status", "ename", "evalue")
    assert [nameless(tracked.reply.get(k, "")) for k in ends] == [nameless(bare.reply.get(k, "")) for k in ends]
    cards = [content for _, content in tracked.messages if CARD in str(content)]
    assert len(cards) == 1
    assert ("failed" in str(cards) or "killed" in str(cards)) == (bare.reply["status"] != "ok")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("a result", "finished"), ("top-level await", "finished"), ("a NameError", "failed"),
        ("a SyntaxError", "failed"), ("an exit", "failed"), ("an interrupt", "killed"),
        ("an error in await", "failed"),
    ],
)  # fmt: skip
def test_a_run_ends_as_its_cell_does(name: str, status: str, kernel: Kernel) -> None:
    run_name = name.replace(" ", "-")
    answer = kernel.run(f"%%track {run_name}\n{SHOWING[name]}")
    run, cell = kernel.last_run(run_name).run, kernel.last_cell(run_name)
    assert (run.status, cell.status) == (status, "finished" if status == "finished" else "failed")
    assert cell.source == SHOWING[name]
    if status != "finished":
        assert answer.reply["ename"] in (run.error or "")
        assert cell.outputs[-1]["ename"] == answer.reply["ename"]
        assert answer.reply["ename"] in (cell.error or "")


def test_a_magic_that_runs_a_cell_of_its_own_ends_no_run(kernel: Kernel) -> None:
    answer = kernel.run("%%track inside\n%%capture seen\nprint('hidden')\nanswer = 42")
    (card,) = answer.of("display_data")
    assert CARD in card["data"]["text/html"]
    shown = kernel.run("print(seen.outputs, seen.stdout)")
    assert shown.text == "[] hidden\n\n"
    assert kernel.last_run("inside").run.status == "finished"


def test_the_error_that_is_kept_names_the_line_of_the_cell(kernel: Kernel) -> None:
    kernel.run("%%track lines\na = 1\nb = 2\nnot_there")
    assert "line 4" in kernel.last_cell("lines").error
    assert "site-packages/IPython" not in kernel.last_cell("lines").error


def test_what_was_shown_is_kept_as_it_was_shown(kernel: Kernel) -> None:
    source = (
        "import sys\nfrom IPython.display import HTML, display\nprint('one')\nprint('two', file=sys.stderr)\n"
        "display(HTML('<b>x</b>'))\nh = display('first', display_id='up')\nh.update('second')\n6 * 7"
    )
    kernel.run(f"%%track shown\n{source}")
    outputs = kernel.last_cell("shown").outputs
    assert [(o["output_type"], o.get("text") or o["data"]["text/plain"]) for o in outputs] == [
        ("stream", "one\n"),
        ("stream", "two\n"),
        ("display_data", "<IPython.core.display.HTML object>"),
        ("display_data", "'second'"),
        ("execute_result", "42"),
    ]
    assert outputs[2]["data"]["text/html"] == "<b>x</b>"


def test_a_figure_is_shown_and_kept_as_a_png(kernel: Kernel) -> None:
    answer = kernel.run(
        "%%track figure\nimport matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\nplt.show()"
    )
    (shown,) = [c for c in answer.of("display_data") if "image/png" in c["data"]]
    (kept,) = [o for o in kernel.last_cell("figure").outputs if o["output_type"] == "display_data"]
    assert base64.b64decode(kept["data"]["image/png"]) == base64.b64decode(shown["data"]["image/png"])
    run = kernel.last_run("figure").run
    figures = [u for u in kernel.workspace.store.runs.uses_of_run(run.id) if u.artifact.kind == "figure"]
    assert [u.name for u in figures] == ["fig"]


def test_a_cell_that_trains_becomes_a_run_with_everything_in_it(kernel: Kernel) -> None:
    (kernel.folder / "data.csv").write_text("x,y\n" + "\n".join(f"{n},{int(n > 50)}" for n in range(100)))
    kernel.run(
        "import pandas as pd\nfrom sklearn.linear_model import LogisticRegression\ndata = pd.read_csv('data.csv')"
    )
    answer = kernel.run(
        "%%track train --seed 7 --tag team=blue\n"
        "C = 0.5\nmodel = LogisticRegression(C=C).fit(data[['x']], data['y'])\n"
        "accuracy = model.score(data[['x']], data['y'])\n"
        "raw = open('data.csv').read()\nopen('out.txt', 'w').write('x')\n"
        "import celltrail\nfor n in range(3): celltrail.log_metric('loss', 1 / (n + 1))",
        meta={"cellId": "cell-7"},
    )
    assert answer.reply["status"] == "ok"
    row, cell = kernel.last_run("train"), kernel.last_cell("train")
    assert (row.run.seed, row.run.kind, row.run.source.cell_id) == (7, "cell", "cell-7")
    assert row.params == {"C": 0.5, "model": "LogisticRegression", "model.C": 0.5}
    assert row.tags == {"team": "blue"}
    assert row.metrics["accuracy"] > 0.8
    assert row.metrics["loss"] == pytest.approx(1 / 3)
    uses = {(u.name, u.direction, u.artifact.kind) for u in kernel.workspace.store.runs.uses_of_run(row.run.id)}
    assert uses == {("data", "input", "frame"), ("model", "output", "model"), ("raw", "output", "text")}
    assert cell.files_read == (str(kernel.folder / "data.csv"),)
    assert cell.files_written == (str(kernel.folder / "out.txt"),)
    assert cell.wall_s > 0
    assert cell.peak_bytes > 10_000_000
    environment = kernel.workspace.store.runs.environment(row.run.environment)
    assert "scikit-learn" in environment.packages
    assert 'lock-version = "1.0"' in kernel.workspace.artifacts.get_bytes(environment.lock).decode()
    (card,) = [c["data"] for c in answer.of("display_data")]
    assert "run train" in card["text/plain"]
    assert "accuracy" in card["text/plain"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("%%track --seed x", "invalid int value"),
        ("%%track --nix", "unrecognized"),
        ("%%track a --tag b", "KEY=VALUE"),
    ],
)
def test_a_wrong_argument_is_said_and_the_cell_is_not_run(line: str, said: str, kernel: Kernel) -> None:
    answer = kernel.run(f"{line}\nprint('was run')")
    assert answer.reply["status"] == "error"
    assert "was run" not in answer.text
    assert said in str(answer.messages)


def test_values_python_cannot_put_into_json_are_no_hindrance(kernel: Kernel) -> None:
    answer = kernel.run(
        "%%track odd\nbig = 1000000000000000000000000000000\nword = 'a\\ud800b'\nn = 10**400\nd = {1: 2}"
    )
    assert answer.reply["status"] == "ok"
    row = kernel.last_run("odd")
    assert (row.run.status, row.params["big"], row.params["word"]) == ("finished", str(10**30), "a?b")


def test_cells_without_the_magic_are_left_alone(kernel: Kernel) -> None:
    before = len(kernel.workspace.store.runs.list(limit=1000))
    kernel.run("x = 1\n%%track not first")
    kernel.run("# %%track\nx = 2")
    kernel.run("%%tracked\nx = 2")
    kernel.workspace.drain()
    assert len(kernel.workspace.store.runs.list(limit=1000)) == before


def test_another_cell_magic_below_track_works(kernel: Kernel) -> None:
    answer = kernel.run("%%track below\n%%capture caught\nprint('inside')")
    assert answer.reply["status"] == "ok"
    assert kernel.run("caught.stdout").of("execute_result")[0]["data"]["text/plain"] == "'inside\\n'"
    assert kernel.last_run("below").run.status == "finished"


def test_an_interrupted_kernel_has_a_killed_run(kernel: Kernel, wait_for: Any) -> None:
    message = kernel.start(
        "%%track long\nimport celltrail, time\ncelltrail.log_metric('before', 1)\ntime.sleep(60)"
    )
    wait_for(lambda: kernel.workspace.drain() or running(kernel, "long"))
    kernel.manager.interrupt_kernel()
    assert kernel.finish(message).reply["ename"] == "KeyboardInterrupt"
    row = kernel.last_run("long")
    assert (row.run.status, row.metrics) == ("killed", {"before": 1.0})
    assert kernel.run("'alive'").reply["status"] == "ok"


def running(kernel: Kernel, name: str) -> bool:
    rows = kernel.workspace.store.runs.list(search=name)
    return bool(rows) and rows[0].run.status == "running" and bool(rows[0].metrics)


def test_a_kernel_that_is_killed_in_a_tracked_cell_leaves_everything_logged_before(
    start_kernel: Any, wait_for: Any
) -> None:
    kernel = start_kernel()
    kernel.run("%load_ext celltrail")
    kernel.start(
        "%%track dying\ndepth = 6\nimport celltrail, time\ncelltrail.log_metric('before', 1)\ntime.sleep(60)"
    )
    wait_for(lambda: kernel.workspace.drain() or running(kernel, "dying"))
    kernel.manager.signal_kernel(signal.SIGKILL)
    wait_for(lambda: kernel.last_run("dying").run.status == "lost")
    row, cell = kernel.last_run("dying"), kernel.last_cell("dying")
    assert (row.params, row.metrics) == ({"depth": 6}, {"before": 1.0})
    assert "without finishing" in row.run.error
    assert cell.status == "failed"


def test_a_home_that_cannot_be_written_is_said_and_the_cell_still_runs(start_kernel: Any) -> None:
    kernel = start_kernel(CELLTRAIL_HOME="/proc/nowhere")
    kernel.run("%load_ext celltrail")
    answer = kernel.run("%%track x\nprint('was run')\n6 * 7")
    assert answer.reply["status"] == "ok"
    assert "was run" in answer.text
    assert "this cell is not tracked" in answer.text
    assert "CELLTRAIL_HOME" in answer.text
    assert answer.of("execute_result")[0]["data"]["text/plain"] == "42"


def test_a_full_disk_is_said_and_the_cell_still_runs(start_kernel: Any) -> None:
    """A limit on the size of files fails writes just as a full disk does."""
    kernel = start_kernel()
    kernel.run("%load_ext celltrail")
    kernel.run("%%track first\nx = 1")
    kernel.run(
        "import celltrail, resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "def limit(size): resource.setrlimit(resource.RLIMIT_FSIZE, (size, -1))"
    )
    answer = kernel.run("limit(10)\nprint('go')")
    assert answer.reply["status"] == "ok"
    answer = kernel.run("%%track full\nprint('was run')\n6 * 7")
    assert answer.reply["status"] == "ok"
    assert "was run" in answer.text
    assert "not tracked" in answer.text
    answer = kernel.run("limit(-1)\nimport celltrail\nrun = celltrail.track('explicit').__enter__()\nlimit(10)")
    answer = kernel.run("celltrail.log_metric('m', 1)")
    assert answer.reply["ename"] == "StoreError"
    assert "Make room on the disk" in answer.reply["evalue"]
    kernel.run("limit(-1)\nrun.log_metric('m', 2)")
    assert kernel.last_run("explicit").metrics == {"m": 2.0}
    assert kernel.last_run("first").run.status == "finished"


def test_a_disk_that_fills_in_the_middle_of_a_cell_does_not_touch_the_cell(start_kernel: Any) -> None:
    kernel = start_kernel()
    kernel.run("%load_ext celltrail")
    answer = kernel.run(
        "%%track middle\nimport resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10, -1))\ntext = ['x'] * 100_000\nprint('was run')\n6 * 7"
    )
    assert answer.reply["status"] == "ok"
    assert "was run" in answer.text
    assert answer.of("execute_result")[0]["data"]["text/plain"] == "42"
    assert "could not be kept" in answer.text
    assert kernel.run("resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))").reply["status"] == "ok"
    assert kernel.last_run("middle").run.name == "middle"


REGISTER = (
    "import numpy as np, pandas as pd\nfrom sklearn.linear_model import LogisticRegression\n"
    "X = pd.DataFrame({'x': np.arange(100.0)})\ny = X['x'] > 50\n"
)


def test_a_model_is_registered_with_the_metrics_of_the_run(kernel: Kernel) -> None:
    kernel.run(REGISTER)
    kernel.run("%%track reg\nmodel = LogisticRegression().fit(X, y)\nauc = model.score(X, y)")
    answer = kernel.run('%register model churn --data X --gate "auc >= 0.5" --alias challenger')
    shown = answer.of("execute_result")[0]["data"]
    assert "model churn/1" in shown["text/plain"]
    assert "✓ auc >= 0.5" in shown["text/plain"]
    assert CARD in shown["text/html"]
    version = kernel.workspace.store.models.version("churn", 1)
    assert (version.run_id, version.aliases) == (kernel.last_run("reg").run.id, ("challenger",))
    assert [column.name for column in version.signature.inputs] == ["x"]
    assert version.profile


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("%register nix churn", "no variable 'nix'"),
        ('%register model churn --data X --gate "auc >"', "is not a gate"),
        ("%register model no/name --data X", "cannot name a model"),
        ("%register bad churn --data X", "cannot be stored as a model"),
        ("%register mine churn --data X", "__main__"),
        ("%register model churn --data y", "is a table"),
        ("%register", "required: model, name"),
        ("%deploy nix", "no model 'nix'"),
        ("%deploy churn --canary 200%", "is no share"),
        ("%drift nix", "nix"),
    ],
)
def test_a_magic_that_cannot_be_done_says_why_in_a_line_and_stops(line: str, said: str, kernel: Kernel) -> None:
    kernel.run(REGISTER)
    kernel.run("model = LogisticRegression().fit(X, y)")
    kernel.run("from sklearn.pipeline import make_pipeline\nfrom sklearn.preprocessing import FunctionTransformer")
    kernel.run("bad = make_pipeline(FunctionTransformer(lambda x: x), LogisticRegression()).fit(X, y)")
    kernel.run(
        "def own(x): return x\nmine = make_pipeline(FunctionTransformer(own), LogisticRegression()).fit(X, y)"
    )
    answer = kernel.run(line)
    assert answer.reply["status"] == "error"
    assert said in answer.reply["evalue"] + str(answer.messages)
    assert "Traceback" not in str(answer.messages)


def test_each_magic_explains_itself(kernel: Kernel) -> None:
    for magic, word in (
        ("%%track", "--seed"),
        ("%register", "--gate"),
        ("%deploy", "--canary"),
        ("%drift", "--window"),
    ):
        answer = kernel.run(f"{magic}?")
        assert word in answer.reply["payload"][0]["data"]["text/plain"]


def complete(kernel: Kernel, code: str) -> list[str]:
    message = kernel.client.complete(code, len(code))
    reply = kernel.client.get_shell_msg(timeout=30)
    assert reply["parent_header"]["msg_id"] == message
    return list(reply["content"]["matches"])


def test_names_are_completed_behind_the_magics(kernel: Kernel) -> None:
    kernel.run(REGISTER)
    kernel.run("model = LogisticRegression().fit(X, y)\n%register model churn --data X --alias challenger")
    assert "model" in complete(kernel, "%register mo")
    assert "churn" in complete(kernel, "%register model ch")
    assert "X" in complete(kernel, "%register model churn --data ")
    assert "challenger" in complete(kernel, "%register model churn --alias ch")
    assert "churn@challenger" in complete(kernel, "%deploy churn")


def test_runs_lists_what_was_tracked(kernel: Kernel) -> None:
    kernel.run("%%track listed\ndepth = 6")
    answer = kernel.run("%runs listed -n 1")
    assert "listed" in answer.of("execute_result")[0]["data"]["text/plain"]


def test_runs_finds_by_expression_in_an_order_and_completes_the_names(kernel: Kernel) -> None:
    kernel.run("%%track asked\nqdepth = 6\nqauc = 0.5 + qdepth / 20")
    kernel.run("%%track asked\nqdepth = 8\nqauc = 0.5 + qdepth / 20")
    kernel.last_run("asked")
    best = kernel.run("%runs qauc > 0.5 and name == 'asked' --sort -qauc -n 1  # the best")
    assert "0.9" in best.of("execute_result")[0]["data"]["text/plain"]
    quoted = kernel.run("%runs name like 'ask%' and params.qdepth < 7")
    assert "0.8" in quoted.of("execute_result")[0]["data"]["text/plain"]
    refused = kernel.run("%runs qauk > 0.5")
    assert "Did you mean qauc" in str(refused.messages)
    assert {"qauc", "metrics.qauc"} & set(complete(kernel, "%runs not stale and qa"))
    assert "metrics.qauc" in complete(kernel, "%runs metrics.q")
    assert "-qauc" in complete(kernel, "%runs asked --sort -q")


def test_a_stale_run_has_a_lamp_in_the_table_which_stays_a_frame(kernel: Kernel) -> None:
    kernel.run("lampdepth = 6")
    kernel.run("%%track lamp\nlampdepth + 1")
    kernel.run("lampdepth = 8")
    kernel.run("%%track lamp\nlampdepth + 1")
    kernel.last_run("lamp")
    (table,) = kernel.run("found = %runs lamp\nfound").of("execute_result")
    assert table["data"]["text/html"].count("ct-Lamp") == 1
    (plain,) = kernel.run("list(found['stale']), type(found.head()).__name__").of("execute_result")
    assert plain["data"]["text/plain"] == "([False, True], 'DataFrame')"


def test_history_of_a_tracked_name_lists_its_versions_with_what_changed(kernel: Kernel) -> None:
    kernel.run("%%track told\nimport pandas as pd\nhdf = pd.DataFrame({'a': [1, 2], 'b': [3, 4]})\nhdepth = 6")
    kernel.run("%%track told\nhdf['b'] = hdf['b'] * 2\nhdf['c'] = 1")
    kernel.run("%%track told\nhdepth = 8")
    (shown,) = kernel.run("%history hdf").of("execute_result")
    heading, first, second = shown["data"]["text/plain"].splitlines()
    assert heading.split()[0] == "version"
    assert "frame 2 x 2" in first
    assert "frame 2 x 3" in second
    assert second.endswith("added c; changed b")
    assert "<table" in shown["data"]["text/html"]
    (values,) = kernel.run("%history hdepth  # of a number").of("execute_result")
    assert [line.split()[0] for line in values["data"]["text/plain"].splitlines()] == ["version", "v1", "v2"]
    assert values["data"]["text/plain"].endswith("6 → 8")


@pytest.mark.parametrize(
    "line", ["", "1-2", "-n 1-2", "-g told_by_nobody", "nobody_tracked_this", "1 2 -o", "-nix"]
)
def test_all_else_that_history_does_is_as_ipython_does_it(line: str, start_kernel: Any) -> None:
    kernel = start_kernel()
    kernel.run("a = 1\na")
    kernel.run("b = 2")
    own = kernel.run(f"get_ipython().run_line_magic('history', {line!r})")
    kernel.run("%load_ext celltrail")
    ours = kernel.run(f"get_ipython().run_line_magic('history', {line!r})")
    assert ours.reply["status"] == own.reply["status"]
    assert ours.text.startswith(own.text)


def test_unloading_takes_everything_away(start_kernel: Any) -> None:
    kernel = start_kernel()
    state = (
        "list(ip.input_transformers_cleanup), ip.events.callbacks, 'publish' in vars(ip.display_pub), "
        "ip.magics_manager.magics['line']['history']"
    )
    kernel.run(f"ip = get_ipython()\nip.find_line_magic('history')\nbefore = repr(({state}))")
    kernel.run("%load_ext celltrail\n%load_ext celltrail")
    kernel.run("%%track x\na = 1")
    kernel.run("%unload_ext celltrail")
    assert kernel.run("%%track x\na = 1").reply["status"] == "error"
    assert kernel.run("%runs").reply["status"] == "error"
    assert kernel.run(f"repr(({state})) == before").of("execute_result")[0]["data"]["text/plain"] == "True"


def test_enable_lets_every_kernel_have_the_magics_without_a_line_and_disable_takes_them_away(
    start_kernel: Any, tmp_path: Path
) -> None:
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    from celltrail.cli.kernels import _STARTUP, STARTUP_NAME

    (startup / STARTUP_NAME).write_text(_STARTUP)
    kernel = start_kernel(IPYTHONDIR=str(tmp_path / "ipython"))
    assert kernel.run("%%track auto\nx = 1").reply["status"] == "ok"
    assert kernel.last_run("auto").run.status == "finished"


def test_a_magic_above_track_leaves_the_cell_tracked(kernel: Kernel) -> None:
    answer = kernel.run("%%time\n%%track timed\nslow = 2 + 3")
    assert answer.reply["status"] == "ok"
    assert kernel.last_run("timed").metrics == {"slow": 5.0}
    assert "Wall time" in answer.text
    kernel.run("%%track plainly\nquick = 1 + 1")
    assert kernel.last_run("plainly").metrics == {"quick": 2.0}


def test_history_without_a_tracked_name_is_that_of_ipython(kernel: Kernel) -> None:
    kernel.run("said_before = 1")
    answer = kernel.run("%history")
    assert answer.reply["status"] == "ok"
    assert "said_before = 1" in answer.text


def test_a_model_is_registered_with_the_run_that_made_it_though_others_ran_since(kernel: Kernel) -> None:
    kernel.run(
        "%%track maker\nfrom sklearn.linear_model import LinearRegression\n"
        "line = LinearRegression().fit([[1], [2]], [1, 2])\nfit_score = line.score([[1], [2]], [1, 2])"
    )
    kernel.run("%%track passer\nother = 1 + 1")
    answer = kernel.run("%register line straight --gate 'fit_score > 0.5'")
    assert answer.reply["status"] == "ok", answer.text
    (model,) = [m for m in kernel.workspace.store.models.all() if m.name == "straight"]
    assert model.versions[0].run_id == kernel.last_run("maker").run.id
    assert model.versions[0].gates[0].verdict == "passed"


def test_loading_modules_is_no_draw_of_chance(start_kernel: Any) -> None:
    kernel = start_kernel()
    kernel.run("%load_ext celltrail")
    kernel.run("%%track imports\nimport pandas, sklearn.ensemble, matplotlib.pyplot, tempfile")
    assert kernel.last_cell("imports").unseeded == ()
    assert kernel.last_cell("imports").files_read == ()


def test_the_card_of_a_submitted_notebook_follows_its_job_while_the_kernel_is_idle(
    kernel: Kernel, wait_for: Any
) -> None:
    nbformat = pytest.importorskip("nbformat")
    cells = [nbformat.v4.new_code_cell(source) for source in ("a = 1", "b = 2", "raise ValueError('no')")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), kernel.folder / "train.ipynb")
    answer = kernel.run("%submit train.ipynb --retries 1 --retry-wait 0.1 --no-warm")
    assert answer.reply["status"] == "ok"
    ((kind, shown),) = answer.messages
    assert kind == "display_data"
    assert "celltrail:open-job" in shown["data"]["text/html"]
    updates: list[dict[str, Any]] = []

    def is_over() -> bool:
        message = kernel.client.get_iopub_msg(timeout=60)
        if message["msg_type"] == "update_display_data":
            updates.append(message["content"])
        return bool(updates) and "train.ipynb is failed" in updates[-1]["data"]["text/plain"]

    wait_for(is_over)
    assert {update["transient"]["display_id"] for update in updates} == {shown["transient"]["display_id"]}
    assert "cells=3/3" in updates[-1]["data"]["text/plain"]
    assert "ValueError: no" in updates[-1]["data"]["text/plain"]
    assert len(updates) > 1
    threads = "import threading\n'celltrail-cards' in {thread.name for thread in threading.enumerate()}"
    wait_for(lambda: kernel.run(threads).messages[-1][1]["data"]["text/plain"] == "False")
