import type {
  Firing,
  PipelineRun,
  Schedule,
  Step,
  StepState,
  Sweep,
  Trial,
  Worker
} from '../../labextension/src/nouns';
import type { IFoundSweep } from '../../labextension/src/pages/sweep/points';
import { aJobOptions } from './records';

export function aSweep(fields: Partial<Sweep> = {}): Sweep {
  return {
    id: 's',
    name: 'rates',
    notebook: '/home/ada/work/train.ipynb',
    space: [
      { name: 'rate', values: null, low: 0.001, high: 1, integer: false, log: true },
      {
        name: 'kind',
        values: ['a', 'b'],
        low: null,
        high: null,
        integer: false,
        log: false
      }
    ],
    sampler: 'random',
    metric: 'auc',
    direction: 'maximize',
    status: 'running',
    created_at: 1_700_000_000,
    fixed: {},
    trials_wanted: 4,
    parallel: 2,
    seeds: 1,
    seed: 0,
    pruning: false,
    options: aJobOptions(),
    ended_at: null,
    who: 'ada',
    pid: null,
    best_trial: null,
    error: null,
    digest: '',
    host: '',
    ...fields
  };
}

export function aTrial(number: number, fields: Partial<Trial> = {}): Trial {
  return {
    sweep_id: 's',
    number,
    point: number,
    parameters: { rate: 0.01, kind: 'a' },
    status: 'finished',
    seed: null,
    job_id: `job-${number}`,
    run_id: `run-${number}`,
    value: 0.5,
    started_at: 1_700_000_000,
    ended_at: 1_700_000_010 + number,
    error: null,
    last_value: null,
    ...fields
  };
}

export function aSchedule(id: string, fields: Partial<Schedule> = {}): Schedule {
  return {
    id,
    name: 'nightly',
    trigger: {
      kind: 'cron',
      cron: '0 6 * * *',
      timezone: 'Europe/Zurich',
      every_s: null,
      watch: '',
      event: '',
      of: ''
    },
    created_at: 1_700_000_000,
    notebook: '/home/ada/work/train.ipynb',
    pipeline: null,
    parameters: {},
    options: aJobOptions(),
    missed: 'once',
    overlap: 'skip',
    paused: false,
    next_at: null,
    last_at: null,
    seen: '',
    who: 'ada',
    error: null,
    ...fields
  };
}

export function aFiring(id: string, fields: Partial<Firing> = {}): Firing {
  return {
    id,
    schedule_id: 'n',
    due_at: 1_700_000_000,
    at: 1_700_000_001,
    status: 'submitted',
    job_id: 'j',
    pipeline_run_id: null,
    reason: '',
    worker: 'w',
    late: false,
    ...fields
  };
}

export function aWorker(seen_at: number, fields: Partial<Worker> = {}): Worker {
  return {
    id: 'w',
    host: 'here',
    pid: 7,
    started_at: 0,
    seen_at,
    warning: '',
    ...fields
  };
}

export function aStep(name: string, ...after: string[]): Step {
  return { name, notebook: `/home/ada/work/${name}.ipynb`, parameters: {}, after };
}

export function aState(name: string, fields: Partial<StepState> = {}): StepState {
  return {
    name,
    status: 'finished',
    job_id: `job-${name}`,
    parameters: {},
    error: null,
    ...fields
  };
}

export function aPipelineRun(id: string, fields: Partial<PipelineRun> = {}): PipelineRun {
  return {
    id,
    pipeline: 'nightly',
    status: 'running',
    steps: [aStep('load'), aStep('train', 'load')],
    states: [aState('load'), aState('train', { status: 'waiting', job_id: null })],
    started_at: 1_700_000_000,
    ended_at: null,
    pid: null,
    who: 'ada',
    schedule_id: null,
    options: aJobOptions(),
    error: null,
    ...fields
  };
}

/** A sweep with its trials, each a point of its own, and what they say. */
export function aFoundSweep(sweep: Sweep, trials: readonly Trial[]): IFoundSweep {
  const points = trials.map(trial => ({
    point: trial.point,
    parameters: trial.parameters,
    status: trial.status,
    trials: [trial.number],
    runs: trial.run_id === null ? [] : [trial.run_id],
    values: trial.value === null ? [] : [trial.value],
    mean: trial.value,
    low: null,
    high: null,
    rank: null,
    ties_with_best: false,
    last_value: null
  }));
  const importances = [
    { name: 'rate', importance: 0.3 },
    { name: 'kind', importance: 0.7 }
  ];
  const summary = { sweep, points, importances, best_so_far: [], best: 1 };
  return { detail: { sweep, trials }, summary };
}
