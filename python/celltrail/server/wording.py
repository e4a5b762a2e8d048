"""Errors as forms say them: options of the command line become fields, commands become buttons."""

from __future__ import annotations

import re

_PHRASES = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"Ask for it: (`%request [^`]*`, or )?`celltrail request [^`]*`\.", "Ask for it with Request approval…"),
        (r"as jobs \(`celltrail run NOTEBOOK`\)", "as jobs, in the section Jobs"),
        (r"`celltrail stop [^`]*`", "Stop… in the section Deployments"),
        (r"choose another name with --name", "choose another name"),
        (r"Choose another --name", "Choose another name"),
        (r"give this version its requests with --canary 100%", "give this version its requests with Set traffic…"),
        (r"Add --metric NAME", "Fill in the metric"),
        (r"use --sampler random or tpe with -n", "take the sampler random or tpe and say how many points"),
        (r"use --sampler random without --prune", "take the sampler random without pruning"),
        (r"Say how many: -n \d+", "Say how many points"),
        (r"Say how many to try: -n \d+", "Say how many points to try"),
        (r"Give a range or values: -p .*", "Give a range or several values to at least one parameter."),
        (r"(-p (\w+)=\.\.\. ?)+", "Fill them in."),
        (r" For seconds use an interval: --every 30s", " For seconds let it start at an interval"),
        (r"or look by an interval: --every 10min", "or let it start at an interval, and look then"),
        (r" \(--(cell-)?timeout\)", ""),
        (r"`--resume [^`]*` goes on with it", "Resume goes on with it"),
        (r"Run it without --resume", "Run it anew"),
        (r"Choose another place with --output", "Choose another place for the executed notebook"),
        (r"or say --overwrite", "or have it replaced"),
        (r"choose some with `columns` \(--columns\)", "choose which columns are kept"),
        (r"Say with `columns` \(--columns\) which", "Say which"),
        (r"--on-bad skip leaves such rows out", "They can be left out"),
        (r"--on-bad null gives them no answer", "or kept without an answer"),
        (r"can be left out: --on-bad skip", "can be left out"),
        (r"or name a window with --window", "or choose another window"),
    )
)


def in_fields(text: str) -> str:
    """Return what an error says to somebody who fills in a form.

    >>> in_fields("Stop it with `celltrail stop churn`, choose another name with --name, or wait.")
    'Stop it with Stop… in the section Deployments, choose another name, or wait.'
    """
    for pattern, said in _PHRASES:
        text = pattern.sub(said, text)
    return text
