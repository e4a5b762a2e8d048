"""``init``, ``enable``, ``disable``: where things are kept, and which kernels know the magics."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from celltrail import config
from celltrail.cli.options import Commands, command
from celltrail.errors import StoreError

STARTUP_NAME = "50-celltrail.py"
_STARTUP = '''"""Loads celltrail's magics into every kernel: see `celltrail disable`."""
try:
    get_ipython().extension_manager.load_extension("celltrail")
except ImportError:
    pass  # another environment that has no celltrail
'''


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    init = command(commands, "init", _init, "Keep what is tracked below a folder in that folder (.celltrail/).")
    init.add_argument("folder", nargs="?", type=Path, default=Path(), help="By default the working directory.")
    for name, run, text in (
        ("enable", _enable, "Let every kernel of this environment have the magics without a line."),
        ("disable", _disable, "Undo `enable`."),
    ):
        added = command(commands, name, run, text)
        added.add_argument("--user", action="store_true", help="For all environments of this user.")


def startup_file(*, user: bool) -> Path:
    """Return the file that IPython runs when a kernel starts."""
    if not user:
        return Path(sys.prefix) / "etc" / "ipython" / "startup" / STARTUP_NAME
    ipython = os.environ.get("IPYTHONDIR") or Path.home() / ".ipython"
    return Path(ipython) / "profile_default" / "startup" / STARTUP_NAME


def _init(options: argparse.Namespace) -> None:
    home = options.folder.absolute() / config.HOME_NAME
    existed = home.is_dir()
    try:
        home.mkdir(parents=True, exist_ok=True)
        (home / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"{home} cannot be made: {error.strerror}.", hint="Choose a folder that you may write."
        ) from error
    print(f"{'Already kept' if existed else 'From now on kept'} in {home}")


def _enable(options: argparse.Namespace) -> None:
    path = startup_file(user=options.user)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_STARTUP, encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}.", hint="Try `celltrail enable --user`."
        ) from error
    print(f"Kernels started from now on have %%track, %register and %deploy.\n  ({path})")


def _disable(options: argparse.Namespace) -> None:
    path = startup_file(user=options.user)
    if not path.exists():
        print("It was not enabled.")
        return
    path.unlink()
    print("Kernels started from now on have the magics only after `%load_ext celltrail`.")
