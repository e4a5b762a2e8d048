"""Notebooks that run as jobs, in sweeps, by schedule and in pipelines, in a real JupyterLab."""

from __future__ import annotations

import json
import urllib.request

import nbformat
import pytest
from playwright.sync_api import Page, expect
from test_sidebar import expand, write_notebook

from conftest import THEMES, TOKEN, Lab, open_sidebar, run_command, shoot, use_theme

pytestmark = pytest.mark.browser

PARAMETERS = """from typing import Literal
rate: float = 0.1  # step size
kind: Literal['a', 'b'] = 'a'  # which model"""
SCORE = "import celltrail\ncelltrail.log_metric('score', 1 - (rate - 0.3) ** 2)\nprint('rate', rate)"


def write_parameterised(lab: Lab, name: str, *cells: str, parameters: str = PARAMETERS) -> None:
    """Write a notebook whose first cell sets the parameters."""
    write_notebook(lab, name, parameters, *cells)
    notebook = nbformat.read(lab.folder / name, as_version=4)
    notebook.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, lab.folder / name)


def post(lab: Lab, path: str, body: object) -> dict[str, object]:
    """Ask celltrail's REST API to do something."""
    request = urllib.request.Request(
        f"{lab.url}/celltrail/api/{path}",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"token {TOKEN}"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)  # type: ignore[no-any-return]


def shoot_both(page: Page, name: str) -> None:
    for theme in THEMES:
        use_theme(page, theme)
        shoot(page, f"{name}-{theme}")


def test_a_job_is_asked_for_by_a_form_and_seen_cell_by_cell_until_it_ends(page: Page, lab: Lab) -> None:
    write_parameterised(lab, "train.ipynb", SCORE, "import time\ntime.sleep(3)\nprint('slept')")
    open_sidebar(page)
    expand(page, "Jobs")
    run_command(page, "celltrail:run-notebook", {"path": "train.ipynb"})
    dialog = page.locator(".jp-Dialog")
    run = dialog.get_by_role("button", name="Run", exact=True)  # beside those that lead to schedules and sweeps
    dialog.locator("[data-id='kind'] select").select_option("b")
    dialog.locator("[data-id='rate'] input").fill("much")
    expect(dialog.locator(".ct-Field-problem")).to_contain_text("A number is wanted")
    run.click()
    expect(dialog).to_be_visible()
    assert lab.api("jobs")["jobs"] == []  # refused before anything started
    dialog.locator("[data-id='rate'] input").fill("0.2")
    shoot(page, "job-form")
    run.click()

    page.locator(".ct-JobsPanel .ct-Row").first.click()
    job = page.locator(".ct-JobPage")
    expect(job.locator(".ct-Cell[data-status='running']")).to_be_visible(timeout=120_000)
    expect(job.locator(".ct-RunPage-status[data-status='finished']")).to_be_visible(timeout=120_000)
    expect(job.locator(".ct-RunPage-cells")).to_contain_text("slept")
    shoot_both(page, "job-page")
    job.locator("[data-action='open-notebook']").click()
    expect(page.locator(".jp-NotebookPanel .jp-OutputArea-output", has_text="slept")).to_be_visible()


def test_a_sweep_is_drawn_and_a_line_opens_its_run(page: Page, lab: Lab) -> None:
    write_parameterised(lab, "train.ipynb", SCORE)
    space = {"rate": [0.1, 0.3, 0.9], "kind": ["a", "b"]}
    sweep = post(lab, "sweeps", {"notebook": "train.ipynb", "space": space, "metric": "score"})
    open_sidebar(page)
    expand(page, "Sweeps")
    page.locator(f".ct-SweepsPanel .ct-Row[data-id='{sweep['id']}']").click()
    found = page.locator(".ct-SweepPage")
    expect(found.locator(".ct-RunPage-status[data-status='finished']")).to_be_visible(timeout=240_000)
    expect(found.locator(".ct-Thread")).to_have_count(6)
    expect(found.locator(".ct-Tile.ct-mod-best")).to_contain_text("1")
    expect(found.locator(".ct-SweepPage-found [data-id='rate']")).to_contain_text("0.3")
    shoot_both(page, "sweep-page")
    found.locator("tr[data-mark='best'] .ct-Link").click()
    expect(page.locator(".ct-RunPage-metrics [data-id='score']").last).to_be_visible()


def test_a_schedule_is_started_now_and_paused_and_says_what_became_of_it(page: Page, lab: Lab) -> None:
    write_parameterised(lab, "train.ipynb", SCORE)
    trigger = {"kind": "cron", "cron": "0 6 * * *", "timezone": "Europe/Zurich"}
    schedule = post(lab, "schedules", {"notebook": "train.ipynb", "name": "nightly", "trigger": trigger})
    open_sidebar(page)
    expand(page, "Schedules")
    panel = page.locator(".ct-SchedulesPanel")
    row = panel.locator(f".ct-Row[data-id='{schedule['id']}']")
    expect(row.locator(".ct-Row-aside")).to_contain_text("in ")
    row.locator("[data-action='run']").click()
    panel.locator(".ct-Fold-button").click()
    expect(panel.locator(".ct-Fold .ct-Row").first).to_be_visible()
    row.locator("[data-action='pause']").click()
    expect(row.locator(".ct-Chip")).to_have_text("paused")
    shoot_both(page, "schedules")
    row.locator("[data-action='remove']").click()
    page.locator(".jp-Dialog button.jp-mod-warn").click()
    expect(panel.locator(".ct-Empty")).to_be_visible()


def test_a_schedule_is_made_by_a_form_that_shows_the_next_times_while_one_types(page: Page, lab: Lab) -> None:
    write_parameterised(lab, "train.ipynb", SCORE)
    open_sidebar(page)
    expand(page, "Schedules")
    run_command(page, "celltrail:run-notebook", {"path": "train.ipynb"})
    page.locator(".jp-Dialog button", has_text="Schedule…").click()  # one dialog leads to the other
    dialog = page.locator(".jp-Dialog", has=page.locator(".ct-NextTimes"))
    expect(dialog.locator(".ct-NextTimes li")).to_have_count(5)
    dialog.locator("[data-option='cron'] input").fill("30 6 30 2 *")
    expect(dialog.locator("[data-option='cron'] .ct-Field-problem")).to_contain_text("never")
    expect(dialog.locator(".ct-NextTimes li")).to_have_count(0)
    dialog.locator("[data-option='timezone'] input").fill("Europe/Zurch")
    expect(dialog.locator("[data-option='timezone'] .ct-Field-problem")).to_contain_text("Europe/Zurich")
    dialog.locator("button.jp-mod-accept").click()
    assert lab.api("schedules")["schedules"] == []  # nothing is made while something is wrong
    shoot(page, "schedule-form-problems")
    dialog.locator("[data-option='cron'] input").fill("30 6 * * 1")
    dialog.locator("[data-option='timezone'] input").fill("Europe/Zurich")
    dialog.locator("[data-option='name'] input").fill("mondays")
    dialog.locator("[data-id='kind'] select").select_option("b")
    expect(dialog.locator(".ct-NextTimes li").first).to_contain_text("Mon")
    shoot_both(page, "schedule-form")
    dialog.locator("button.jp-mod-accept").click()
    expect(page.locator(".ct-SchedulesPanel .ct-Row", has_text="mondays")).to_contain_text("Europe/Zurich")
    made = lab.api("schedules")["schedules"][0]  # type: ignore[index]
    assert (made["parameters"], made["trigger"]["cron"]) == ({"kind": "b"}, "30 6 * * 1")


def test_a_sweep_is_made_by_a_form_and_its_row_says_how_far_it_is(page: Page, lab: Lab) -> None:
    write_parameterised(lab, "train.ipynb", SCORE)
    open_sidebar(page)
    expand(page, "Sweeps")
    run_command(page, "celltrail:new-sweep", {"path": "train.ipynb"})
    dialog = page.locator(".jp-Dialog")
    rate = dialog.locator("[data-id='rate']")
    rate.locator(".ct-SpaceField-way").select_option("range")
    rate.locator("input").nth(0).fill("0.9")
    rate.locator("input").nth(1).fill("0.1")
    expect(rate.locator(".ct-Field-problem")).to_contain_text("The lower end comes first")
    shoot(page, "sweep-form-problems")
    rate.locator("input").nth(0).fill("0.1")
    rate.locator("input").nth(1).fill("0.5")
    rate.locator("input").nth(2).fill("0.2")
    kind = dialog.locator("[data-id='kind']")
    kind.locator(".ct-SpaceField-way").select_option("values")
    kind.locator("input").first.check()
    dialog.locator("[data-option='metric'] input").fill("score")
    expect(dialog.locator(".ct-SweepSize")).to_contain_text("3 points · 3 runs of the notebook")
    shoot_both(page, "sweep-form")
    dialog.locator("button.jp-mod-accept").click()
    row = page.locator(".ct-SweepsPanel .ct-Row").first
    expect(row.locator(".ct-Job-foot")).to_contain_text("of 3 trials", timeout=60_000)
    expect(row.locator(".ct-Job-foot")).to_contain_text("3 of 3 trials · best score 1", timeout=240_000)
    shoot(page, "sweep-row")


def test_a_pipeline_is_drawn_with_how_each_step_stands_and_opens_its_jobs(page: Page, lab: Lab) -> None:
    write_parameterised(lab, "train.ipynb", SCORE)
    steps = [
        {"name": "load", "notebook": "train.ipynb"},
        {"name": "left", "notebook": "train.ipynb", "after": ["load"]},
        {"name": "right", "notebook": "train.ipynb", "after": ["load"]},
    ]
    post(lab, "pipelines", {"name": "both", "steps": steps})
    open_sidebar(page)
    expand(page, "Pipelines")
    row = page.locator(".ct-PipelinesPanel .ct-Row[data-id='both']")
    row.locator("[data-action='run']").click()
    expect(row.locator(".ct-Row-aside")).to_be_visible()  # it has a run now, which a click opens
    row.locator(".ct-Row-title").click()
    found = page.locator(".ct-PipelinePage")
    expect(found.locator(".ct-Graph-node")).to_have_count(3, timeout=120_000)
    expect(found.locator(".ct-Graph-node[data-status='finished']")).to_have_count(3, timeout=240_000)
    shoot_both(page, "pipeline-page")
    found.locator(".ct-Graph-node[data-id='load']").click()
    expect(page.locator(".ct-JobPage .ct-RunPage-status[data-status='finished']")).to_be_visible()
