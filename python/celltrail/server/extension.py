"""The server extension: handlers, the event feed, and the housekeeping of what runs by itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool, Unicode

from celltrail import config
from celltrail.server.background import in_background
from celltrail.server.endpoints import ENDPOINTS
from celltrail.server.feed import Feed
from celltrail.server.handler import handlers_for
from celltrail.server.mlflow.handler import mlflow_handlers
from celltrail.server.mlflow.proxy import proxy_handlers
from celltrail.server.worker import WorkerThread
from celltrail.tracking import Workspace, workspace


class CelltrailApp(ExtensionApp):
    """celltrail inside Jupyter Server."""

    name = "celltrail"
    extension_url = "/lab"
    load_other_extensions = True

    home = Unicode(
        "",
        help="The folder that holds runs, artifacts and models. By default the nearest .celltrail/ at or above "
        "the server's root folder, else Jupyter's data directory.",
    ).tag(config=True)

    worker = Bool(
        True,
        help="Whether this server starts what schedules have due. Where `celltrail worker` runs too, each start "
        "is made by one of them.",
    ).tag(config=True)

    def initialize_settings(self) -> None:
        """Choose the home, and hand it to the kernels that this server starts."""
        if self.home:
            os.environ[config.HOME_VARIABLE] = str(Path(self.home).absolute())
        root = Path(self.serverapp.root_dir)
        settings = config.settings(root)
        os.environ[config.HOME_VARIABLE] = str(settings.home)
        self.settings["celltrail_root"] = root
        self.settings["celltrail_feed"] = Feed(self.serverapp.event_logger, self._workspace)
        self.settings["celltrail_worker"] = WorkerThread(self._workspace)

    def initialize_handlers(self) -> None:
        """Answer to the table of endpoints, and to MLflow's clients."""
        self.handlers.extend(handlers_for(ENDPOINTS))
        self.handlers.extend([*proxy_handlers(), *mlflow_handlers()])

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:  # noqa: ARG002 - Jupyter's signature
        """Begin to tell the browsers what changes, and to start what is due."""
        self.settings["celltrail_feed"].start()
        if self.worker:
            self.settings["celltrail_worker"].start()
        self.log.info("celltrail keeps what it knows in %s", config.find_home())

    async def stop_extension(self) -> None:
        """End with the server; deployments and jobs go on by themselves."""
        await in_background(self.settings["celltrail_worker"].stop)
        await self.settings["celltrail_feed"].stop()

    @staticmethod
    def _workspace() -> Workspace:
        return workspace()
