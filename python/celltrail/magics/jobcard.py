"""The card of a job below the cell that started it: it follows the job for as long as both live."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from IPython import get_ipython
from IPython.display import display

from celltrail import jobs
from celltrail.magics.show import Card
from celltrail.records import Job
from celltrail.tracking import workspace

_BEAT_S = 0.5
_ENDED = ("finished", "failed", "cancelled", "lost")


class SubmittedJob:
    """A job, shown as it stands; in a notebook what is shown changes with it."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __repr__(self) -> str:
        return repr(self.card())

    def _ipython_display_(self) -> None:
        card = self.card()
        is_notebook = getattr(get_ipython(), "kernel", None) is not None
        handle = display(card, display_id=True) if is_notebook else display(card)
        if handle is not None and self.job.status not in _ENDED:
            _follower.follow(handle, self, card)

    def card(self) -> Card:
        """Return the card as the job is now."""
        self.job = job = jobs.current(workspace(), self.job.id)
        facts = {"job": job.id, "cells": f"{job.cells_done}/{job.cells_total}", **job.parameters}
        lines = [*job.notes, *([job.error] if job.error else [])]
        follow = "Its cells appear in the sidebar, under Jobs; `celltrail jobs` lists it too."
        return Card(
            f"{Path(job.notebook).name} is {job.status}",
            facts,
            [*lines, follow],
            part=job.cells_done / job.cells_total if job.cells_total else None,
            link=("Open job", "celltrail:open-job", {"job": job.id}),
        )


class _Follower:
    """One thread of a kernel that brings the cards of its jobs up to date; it ends with the last of them.

    Whatever happens to it, no cell waits for it or hears of it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cards: dict[str, tuple[Any, SubmittedJob, str]] = {}
        self._thread: threading.Thread | None = None

    def follow(self, handle: Any, shown: SubmittedJob, card: Card) -> None:
        """Bring a card up to date until its job has ended."""
        with self._lock:
            self._cards[handle.display_id] = (handle, shown, card.key)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="celltrail-cards", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(_BEAT_S)
            for key in list(self._cards):
                with suppress(Exception):  # the store is busy, or its file gone: the next beat tries again
                    self._bring(key)
            with self._lock:
                if not self._cards:
                    self._thread = None
                    return

    def _bring(self, key: str) -> None:
        handle, shown, before = self._cards[key]
        card = shown.card()
        if card.key != before:
            handle.update(card)
            self._cards[key] = (handle, shown, card.key)
        if shown.job.status in _ENDED:
            del self._cards[key]


_follower = _Follower()
