"""Opening a store."""

from __future__ import annotations

from celltrail import config
from celltrail.records import Model
from celltrail.store.adoption import adopt_model
from celltrail.store.approvals import Approvals
from celltrail.store.audit import Audit
from celltrail.store.bisections import Bisections
from celltrail.store.clientruns import ClientRuns
from celltrail.store.database import Database
from celltrail.store.datasets import Datasets
from celltrail.store.deployments import Deployments
from celltrail.store.drift import Drift
from celltrail.store.events import Events
from celltrail.store.experiments import Experiments
from celltrail.store.facts import Facts
from celltrail.store.files import Files
from celltrail.store.gate_checks import GateChecks
from celltrail.store.histories import Histories
from celltrail.store.jobs import Jobs
from celltrail.store.leases import Leases
from celltrail.store.lifecycle import Lifecycle
from celltrail.store.loggedmodels import LoggedModels
from celltrail.store.migrate import migrate
from celltrail.store.models import Models
from celltrail.store.pipelines import Pipelines
from celltrail.store.policies import Policies
from celltrail.store.references import References
from celltrail.store.rehearsal import Rehearsal
from celltrail.store.reproductions import Reproductions
from celltrail.store.runs import Runs
from celltrail.store.runsearch import RunSearch
from celltrail.store.schedules import Schedules
from celltrail.store.sessions import Sessions
from celltrail.store.staleness import Staleness
from celltrail.store.sweeps import Sweeps


class Store:
    """All rows, a room for each noun."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.facts = Facts(database)
        self.runs = Runs(database)
        self.client_runs = ClientRuns(database)
        self.run_search = RunSearch(database)
        self.experiments = Experiments(database)
        self.datasets = Datasets(database)
        self.logged_models = LoggedModels(database)
        self.files = Files(database)
        self.histories = Histories(database)
        self.staleness = Staleness(database)
        self.sessions = Sessions(database)
        at, models = config.as_of(), Models(database)
        self.models = models if at is None else Rehearsal(models, at)
        self.gate_checks = GateChecks(database)
        self.lifecycle = Lifecycle(database, rehearsal=at is not None)
        self.policies = Policies(database, at)
        self.approvals = Approvals(database, at)
        self.audit = Audit(database)
        self.references = References(database)
        self.deployments = Deployments(database)
        self.drift = Drift(database)
        self.jobs = Jobs(database)
        self.leases = Leases(database)
        self.sweeps = Sweeps(database)
        self.schedules = Schedules(database)
        self.pipelines = Pipelines(database)
        self.reproductions = Reproductions(database)
        self.bisections = Bisections(database)
        self.events = Events(database)

    def adopt_model(self, model: Model, source: str) -> int:
        """Add what is new of a model that comes from elsewhere, and return how many versions that was."""
        return adopt_model(self._database, model, source)

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def is_replaced(self) -> bool:
        """Whether the database's file is gone, or another one has come in its place."""
        return self._database.is_replaced()


def open_store(url: str) -> Store:
    """Open the store at a database URL, making it or bringing it to this version's schema where needed.

    Raises
    ------
    StoreError
        The database cannot be reached or written.
    StoreTooNewError
        A newer celltrail wrote it.
    """
    database = Database(url)
    migrate(database)
    database.remember_file()
    return Store(database)
