import type { CauseSearch, SearchPlan, SwapTrial } from '../../labextension/src/nouns';

export function aTrial(number: number, fields: Partial<SwapTrial> = {}): SwapTrial {
  return {
    number,
    swapped: [],
    status: 'finished',
    value: 10,
    job_id: `job-${number}`,
    run_id: `run-${number}`,
    ...fields
  };
}

export function aSearch(fields: Partial<CauseSearch> = {}): CauseSearch {
  return {
    id: 'search',
    run_id: 'run-a-123456',
    other_id: 'run-b-654321',
    status: 'running',
    started_at: 1_700_000_000,
    metric: 'score',
    packages: true,
    ended_at: null,
    before: null,
    after: null,
    noise: 0,
    causes: [],
    effects: [],
    untested: [],
    suspects: [],
    trials: [],
    at_most: 0,
    verdict: '',
    experiments: 0,
    pid: 1,
    step: '',
    who: 'ada',
    error: null,
    ...fields
  };
}

export function aPlan(fields: Partial<SearchPlan> = {}): SearchPlan {
  return {
    notebook: '/home/ada/work/train.ipynb',
    metrics: [
      { metric: 'loss', before: 1, after: 27 },
      { metric: 'score', before: 11, after: 13 }
    ],
    suspects: [
      { kind: 'code', label: 'code of cell 2 (fit)', state: 'suspect', reason: '' },
      { kind: 'parameter', label: 'parameter rate: 1 → 3', state: 'suspect', reason: '' }
    ],
    at_most: 5,
    run_s: 12,
    ...fields
  };
}
