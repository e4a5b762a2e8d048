"""``keygen``, ``verify``: keys, and what was signed by them."""

from __future__ import annotations

import argparse
from pathlib import Path

from celltrail.cli.options import Commands, command
from celltrail.verbs import signing as verbs


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    made = command(commands, "keygen", _keygen, "Make a pair of keys to sign with.")
    made.add_argument(
        "path", nargs="?", type=Path, help="Of the private key; by default keys/signing.pem in the home."
    )
    made.add_argument("--models", action="store_true", help="Keys that sign models: keys/models.pem.")
    checked = command(commands, "verify", _verify, "Check the signature of a verdict file or a model version.")
    checked.add_argument("what", help="The file, or churn@champion, churn/3, churn for the newest.")
    text = "The public key of who should have signed it; of a model by default any in keys of the home."
    checked.add_argument("--key", type=Path, help=text)


def _keygen(options: argparse.Namespace) -> None:
    pair = verbs.keygen(options.path, models=options.models)
    print(f"{pair.private}  signs; keep it to yourself")
    print(f"{pair.public}  verifies; give it to everybody (key {pair.key_id})")


def _verify(options: argparse.Namespace) -> None:
    key_id = verbs.verify(options.what, options.key)
    print(f"✓ {options.what} is what the key {key_id} signed.")
