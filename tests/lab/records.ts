import type {
  CellExecution,
  Environment,
  Job,
  NotebookParameter,
  RunDetail,
  RunRow
} from '../../labextension/src/nouns';

type Run = RunRow['run'];

export function aRun(id: string, fields: Partial<Run> = {}): RunRow {
  return {
    run: {
      id,
      name: `run ${id}`,
      kind: 'cell',
      status: 'finished',
      started_at: 1_700_000_000,
      project: 'default',
      ended_at: 1_700_000_012,
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
      seed: 7,
      error: null,
      stale: false,
      ...fields
    },
    params: { depth: 6 },
    metrics: { auc: 0.8312 },
    tags: {},
    cells_done: 1,
    cells_total: 1
  };
}

export function aCell(id: string, fields: Partial<CellExecution> = {}): CellExecution {
  return {
    id,
    run_id: 'a',
    position: 0,
    source: 'depth = 6',
    status: 'finished',
    started_at: 1_700_000_000,
    cell_id: null,
    reads: [],
    binds: ['depth'],
    definitions: {},
    outputs: [],
    error: null,
    wall_s: 0.2,
    cpu_s: 0.1,
    peak_bytes: null,
    files_read: [],
    files_written: [],
    file_digests: {},
    not_captured: {},
    warnings: [],
    seeds: {},
    unseeded: [],
    cached_from: null,
    trace: null,
    ...fields
  };
}

export function anEnvironment(fields: Partial<Environment> = {}): Environment {
  return {
    digest: 'e',
    python: '3.12.4',
    implementation: 'CPython',
    platform: 'Linux-6.8',
    cpu: 'x86_64',
    cpu_count: 2,
    memory_bytes: 8e9,
    packages: { numpy: '2.1.0' },
    lock: 'l',
    threads: {},
    gpus: [],
    ...fields
  };
}

export function aDetail(id: string, fields: Partial<RunDetail> = {}): RunDetail {
  return {
    row: aRun(id),
    metrics: [],
    cells: [],
    cells_first: 0,
    cells_total: fields.cells?.length ?? 0,
    cells_cached: fields.cells?.filter(cell => cell.cached_from !== null).length ?? 0,
    outputs_apart: {},
    unseeded: [],
    artifacts: [],
    environment: null,
    children: [],
    ...fields
  };
}

export function aJobOptions(fields: Partial<Job['options']> = {}): Job['options'] {
  return {
    retries: 0,
    retry_wait_s: 5,
    timeout_s: null,
    cell_timeout_s: null,
    warm: true,
    capture: true,
    cache: false,
    on: '',
    output: '',
    ...fields
  };
}

export function aJob(id: string, fields: Partial<Job> = {}): Job {
  return {
    id,
    notebook: '/home/ada/work/train.ipynb',
    parameters: { months: 3 },
    status: 'finished',
    trigger: 'manual',
    created_at: 1_700_000_000,
    started_at: 1_700_000_001,
    ended_at: 1_700_000_061,
    run_id: null,
    pid: null,
    output: null,
    cells_done: 4,
    cells_total: 4,
    error: null,
    who: 'ada',
    options: aJobOptions(),
    attempt: 1,
    resumes: null,
    worker: null,
    sweep_id: null,
    schedule_id: null,
    pipeline_run_id: null,
    notes: [],
    tags: {},
    ...fields
  };
}

export function aParameter(
  name: string,
  type: string,
  fallback: unknown = null,
  help = '',
  fields: Partial<NotebookParameter> = {}
): NotebookParameter {
  return {
    name,
    type,
    default: fallback,
    help,
    hint: '',
    required: false,
    choices: [],
    optional: false,
    ...fields
  };
}
