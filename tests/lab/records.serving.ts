import type {
  Decision,
  Deployment,
  DriftReport,
  FeatureDrift,
  GateResult,
  Model,
  ModelColumn,
  ModelVersion
} from '../../labextension/src/nouns';

const AT = 1_700_000_000;

export function aColumn(
  name: string,
  type: string,
  fields: Partial<ModelColumn> = {}
): ModelColumn {
  return {
    name,
    type,
    nullable: false,
    minimum: null,
    maximum: null,
    categories: null,
    shape: [],
    ...fields
  };
}

export function aGate(
  expression: string,
  verdict: GateResult['verdict'],
  reason = ''
): GateResult {
  return {
    expression,
    verdict,
    reason,
    checked_at: AT,
    kind: 'metric',
    ran: true,
    numbers: {},
    details: [],
    seconds: null,
    inputs: ''
  };
}

export function aVersion(
  number: number,
  fields: Partial<ModelVersion> = {}
): ModelVersion {
  return {
    model: 'churn',
    number,
    artifact: 'd1',
    codec: 'skops/1',
    run_id: `run-${number}`,
    signature: {
      inputs: [aColumn('age', 'int64'), aColumn('plan', 'string')],
      outputs: []
    },
    created_at: AT + number,
    who: 'ada',
    profile: 'd2',
    metrics: { champion_auc: 0.79, auc: 0.8312 },
    gates: [aGate('auc >= 0.8', 'passed', 'auc = 0.8312')],
    aliases: [],
    description: '',
    owner: '',
    tags: {},
    framework: 'scikit-learn 1.7.2',
    unsafe: false,
    status: 'active',
    changed_at: null,
    attachments: [],
    ...fields
  };
}

export function aModel(
  versions: readonly ModelVersion[],
  fields: Partial<Model> = {}
): Model {
  const aliases = versions.flatMap(one => one.aliases.map(name => [name, one.number]));
  return {
    name: 'churn',
    versions,
    aliases: Object.fromEntries(aliases) as Model['aliases'],
    description: '',
    tags: {},
    owner: '',
    created_at: AT,
    changed_at: null,
    ...fields
  };
}

export function aDeployment(id: string, fields: Partial<Deployment> = {}): Deployment {
  return {
    id,
    name: id,
    model: 'churn',
    routes: [{ version: 3, weight: 1, shadow: false }],
    status: 'running',
    url: 'http://127.0.0.1:8123',
    pid: 1,
    created_at: AT,
    changed_at: AT,
    requests: 12_000,
    error: null,
    ...fields
  };
}

export function aFeature(name: string, fields: Partial<FeatureDrift> = {}): FeatureDrift {
  return {
    name,
    kind: 'number',
    role: 'feature',
    distance: 0.02,
    p_value: 0.4,
    drifted: false,
    reference: { edges: [0, 5, 10], shares: [0.5, 0.5], missing: 0 },
    current: { edges: [0, 5, 10], shares: [0.4, 0.6], missing: 0 },
    ...fields
  };
}

export function aReport(id: string, fields: Partial<DriftReport> = {}): DriftReport {
  return {
    id,
    deployment_id: 'shop',
    model: 'churn',
    version: 3,
    window: {
      deployment_id: 'shop',
      from_at: AT,
      to_at: AT + 60,
      rows: 27_020,
      labelled_rows: 27_020,
      name: id
    },
    created_at: AT + 61,
    verdict: 'stable',
    features: [aFeature('age')],
    share_drifted: 0,
    performance: { roc_auc: 0.7, brier: 0.2 },
    reference_performance: { roc_auc: 0.72 },
    ...fields
  };
}

export function aDecision(id: string, fields: Partial<Decision> = {}): Decision {
  return {
    id,
    deployment_id: 'shop',
    report_id: 'w1',
    action: 'retrain',
    reasons: ['roc_auc was 0.72 at registration and is 0.65 now.'],
    at: AT + 62,
    job_id: 'job-1',
    outcome: 'churn/4 was promoted.',
    ...fields
  };
}
