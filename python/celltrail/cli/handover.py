"""``sign``, ``download``, ``bom``: a version on its way to others."""

from __future__ import annotations

import argparse
from pathlib import Path

from celltrail.cards.bom import written
from celltrail.cli.options import Commands, command
from celltrail.verbs import download as verbs
from celltrail.verbs.signing import sign

_VERSION = "churn@champion, churn/3, or churn for the newest."


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    signed = command(commands, "sign", _sign, "Sign a model version (OpenSSF model signing).")
    signed.add_argument("model", help=_VERSION)
    signed.add_argument("--key", type=Path, help="The private key; by default keys/models.pem in the home.")
    taken = command(commands, "download", _download, "Write a version's files, for use without celltrail.")
    taken.add_argument("model", help=_VERSION)
    taken.add_argument("folder", nargs="?", type=Path, help="New, or empty; by default NAME-NUMBER here.")
    listed = command(commands, "bom", _bom, "Write the bill of materials of a version (CycloneDX ML-BOM).")
    listed.add_argument("model", help=_VERSION)
    listed.add_argument("-o", "--output", type=Path, help="The file; by default it is printed.")


def _sign(options: argparse.Namespace) -> None:
    made = sign(options.model, options.key)
    print(f"{made.model}/{made.number} is signed by the {made.comment}.")


def _download(options: argparse.Namespace) -> None:
    for path in verbs.download(options.model, options.folder):
        print(path)


def _bom(options: argparse.Namespace) -> None:
    content = verbs.bom(options.model, options.output)
    if options.output is None:
        print(written(content).decode(), end="")
    else:
        print(f"{options.output}: {len(content['components'])} components.")
