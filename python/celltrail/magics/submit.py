"""``%submit``: a notebook runs in the background."""

from __future__ import annotations

import argparse
from pathlib import Path

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

import celltrail
from celltrail import jobs
from celltrail.magics.faults import plainly, unquoted, without_comment
from celltrail.magics.show import Card
from celltrail.records import Job
from celltrail.tracking import workspace

_LEFT = argparse.SUPPRESS
"""What was not said stays unsaid, so that a resumed job keeps its own options."""


@magics_class
class SubmitMagic(Magics):
    """Starts notebooks."""

    @magic_arguments()
    @argument("notebook", help="The notebook's path.")
    @argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE", help="May be given again.")
    @argument("-y", "--yaml", action="append", default=[], metavar="FILE", help="A YAML file of parameters.")
    @argument("--retries", type=int, metavar="N", default=_LEFT, help="Tries after a failure.")
    @argument("--retry-wait", type=float, metavar="S", default=_LEFT, help="Seconds before the first.")
    @argument("--timeout", type=float, metavar="S", default=_LEFT, help="Seconds for all attempts.")
    @argument("--cell-timeout", type=float, metavar="S", default=_LEFT, help="Seconds for one cell.")
    @argument("--no-warm", dest="warm", action="store_false", default=_LEFT, help="Start Python anew.")
    @argument(
        "--no-capture",
        dest="capture",
        action="store_false",
        default=_LEFT,
        help="Do not keep what cells bind.",
    )
    @argument(
        "--cache",
        action="store_true",
        default=_LEFT,
        help="Take results of the same cells.",
    )
    @argument("--on", metavar="ADDRESS", default=_LEFT, help="The Dask cluster to run on.")
    @argument("--output", metavar="TEMPLATE", default=_LEFT, help="The path of the executed notebook.")
    @argument("--resume", nargs="?", const=True, default=False, metavar="JOB", help="Go on with a job.")
    @line_magic
    @plainly
    def submit(self, line: str) -> SubmittedJob:
        """Run a notebook in the background, in a process that outlives this kernel.

        Examples
        --------
        ::

            %submit train.ipynb -p lr=0.1 -p months=[1,2,3] --retries 2
        """
        options = parse_argstring(self.submit, without_comment(line))
        parameters = jobs.from_text([unquoted(text) for text in options.parameter], options.yaml)
        _, given = jobs.apart(vars(options))
        job = celltrail.submit(unquoted(options.notebook), parameters, resume=options.resume, **given)
        return SubmittedJob(job)


class SubmittedJob:
    """A job as it stands when it is shown."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def _card(self) -> Card:
        job = jobs.current(workspace(), self.job.id)
        facts = {"job": job.id, "cells": f"{job.cells_done}/{job.cells_total}", **job.parameters}
        lines = [*job.notes, *([job.error] if job.error else [])]
        follow = "Its cells appear in the sidebar, under Jobs; `celltrail jobs` lists it too."
        return Card(f"{Path(job.notebook).name} is {job.status}", facts, [*lines, follow])

    def __repr__(self) -> str:
        return repr(self._card())

    def _repr_html_(self) -> str:
        return self._card()._repr_html_()
