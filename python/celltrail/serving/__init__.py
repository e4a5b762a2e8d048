"""Models that answer requests: local processes, watched, batched naturally, with a request log.

Three processes take part. The caller (:mod:`deploy`) binds the socket and leaves. The supervisor keeps a worker
alive and the deployment's row true. The worker loads models and answers; it never opens the store.
"""

from __future__ import annotations

from celltrail.serving.deploy import Address, deploy, deployments, reconcile, set_routes, stop

__all__ = ["Address", "deploy", "deployments", "reconcile", "set_routes", "stop"]
