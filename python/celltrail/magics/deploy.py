"""``%deploy``: a version answers requests."""

from __future__ import annotations

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly
from celltrail.magics.options import parsed
from celltrail.magics.show import Card
from celltrail.records import Deployment
from celltrail.verbs.share import routes, share


@magics_class
class DeployMagic(Magics):
    """Deploys models."""

    @magic_arguments()
    @argument("model", help="The version: churn@challenger, churn/3, or churn for the newest.")
    @argument("--name", help="What the endpoint is called; by default the model's name.")
    @argument("--port", type=int, default=0, help="The port to listen on; by default a free one.")
    @argument("--canary", metavar="SHARE", help="Give this share of the requests, such as 10%%, to the version.")
    @argument(
        "--trust", action="append", default=[], metavar="WORD", help="Whose code loading may run, such as pickle."
    )
    @line_magic
    @plainly
    def deploy(self, line: str) -> DeployedModel:
        """Start an HTTP endpoint for a model version on this machine, or route one that runs to the version.

        Examples
        --------
        ::

            %deploy churn@challenger
            %deploy churn@challenger --canary 10%
        """
        options = parsed(self.deploy, line)
        return DeployedModel(
            celltrail.deploy(
                options.model,
                name=options.name,
                port=options.port,
                canary=share(options.canary),
                trusted=options.trust,
            )
        )


class DeployedModel:
    """A deployment, shown with a request to try it."""

    def __init__(self, deployment: Deployment) -> None:
        from celltrail.verbs.example import curl  # noqa: PLC0415 - profiles are needed for it, but not for loading

        self.deployment = deployment
        self._card = Card(
            f"endpoint {deployment.name} is {deployment.status}",
            {"serves": routes(deployment)},
            [deployment.url, curl(deployment)],
        )

    def __repr__(self) -> str:
        return repr(self._card)

    def _repr_html_(self) -> str:
        return self._card._repr_html_()
