import type {
  Decision,
  Deployment,
  DriftReport,
  FeatureDrift,
  Job,
  Model,
  ModelVersion,
  NotebookParameter,
  RunDetail,
  RunRow
} from '../../labextension/src/nouns';

/** A run that finished, but for what a test says otherwise. */
export function aRun(
  run: Partial<RunRow['run']> = {},
  row: Partial<RunRow> = {}
): RunRow {
  return {
    run: {
      id: 'r1',
      name: 'train',
      kind: 'cell',
      status: 'finished',
      started_at: 1000,
      project: 'default',
      ended_at: 1012,
      who: 'ada',
      parent_id: null,
      source: {
        notebook: 'train.ipynb',
        cell_id: null,
        git_commit: null,
        git_branch: null,
        git_patch: null
      },
      environment: null,
      seed: null,
      error: null,
      stale: false,
      ...run
    },
    params: {},
    metrics: {},
    tags: {},
    cells_done: 0,
    cells_total: null,
    ...row
  };
}

export function aDetail(detail: Partial<RunDetail> = {}): RunDetail {
  return {
    row: aRun(),
    metrics: [],
    cells: [],
    artifacts: [],
    environment: null,
    children: [],
    ...detail
  };
}

export function aVersion(version: Partial<ModelVersion> = {}): ModelVersion {
  return {
    model: 'churn',
    number: 1,
    artifact: 'digest',
    codec: 'skops/1',
    run_id: 'r1',
    signature: { inputs: [], outputs: [] },
    created_at: 1000,
    who: 'ada',
    profile: null,
    metrics: {},
    gates: [],
    aliases: [],
    description: '',
    ...version
  };
}

export function aModel(...versions: ModelVersion[]): Model {
  return { name: 'churn', versions, aliases: {} };
}

export function aJob(job: Partial<Job> = {}): Job {
  return {
    id: 'j1',
    notebook: 'folder/train.ipynb',
    parameters: {},
    status: 'finished',
    trigger: 'manual',
    created_at: 1000,
    started_at: 1001,
    ended_at: 1031,
    run_id: 'r1',
    pid: null,
    output: null,
    cells_done: 5,
    cells_total: 5,
    error: null,
    who: 'ada',
    tags: {},
    ...job
  };
}

export function aParameter(
  name: string,
  type: string,
  value?: unknown,
  help = ''
): NotebookParameter {
  return { name, type, default: value, help };
}

export function aDeployment(deployment: Partial<Deployment> = {}): Deployment {
  return {
    id: 'd1',
    name: 'churn',
    model: 'churn',
    routes: [{ version: 1, weight: 1, shadow: false }],
    status: 'running',
    url: 'http://localhost:4000',
    pid: 7,
    created_at: 1000,
    changed_at: 1000,
    requests: 1200,
    error: null,
    ...deployment
  };
}

export function aFeature(
  name: string,
  distance: number,
  rest: Partial<FeatureDrift> = {}
): FeatureDrift {
  return {
    name,
    kind: 'number',
    role: 'feature',
    distance,
    p_value: 0.5,
    drifted: distance > 0.25,
    reference: {},
    current: {},
    ...rest
  };
}

export function aReport(
  id: string,
  window: string,
  features: FeatureDrift[]
): DriftReport {
  return {
    id,
    deployment_id: 'd1',
    model: 'churn',
    version: 1,
    window: {
      deployment_id: 'd1',
      from_at: 0,
      to_at: 1,
      rows: 100,
      labelled_rows: 0,
      name: window
    },
    created_at: 1000,
    verdict: 'drifted',
    features,
    share_drifted: 0.5,
    performance: {},
    reference_performance: {}
  };
}

export function aDecision(report: string, rest: Partial<Decision> = {}): Decision {
  return {
    id: `decision-${report}`,
    deployment_id: 'd1',
    report_id: report,
    action: 'retrain',
    reasons: ['half of the features drifted'],
    at: 1000,
    job_id: 'j1',
    outcome: '',
    ...rest
  };
}
