import type { TranslationBundle } from '@jupyterlab/translation';

/** The statuses, verdicts and actions of all nouns in the user's language. */
export function wordFor(status: string, trans: TranslationBundle): string {
  const words: Readonly<Record<string, string>> = {
    alert: trans.__('alert'),
    cancelled: trans.__('cancelled'),
    drift: trans.__('drift'),
    drifted: trans.__('drifted'),
    failed: trans.__('failed'),
    finished: trans.__('finished'),
    killed: trans.__('killed'),
    lost: trans.__('lost: its process is gone'),
    manual: trans.__('manual'),
    passed: trans.__('passed'),
    pruned: trans.__('pruned'),
    queued: trans.__('queued'),
    retrain: trans.__('retrain'),
    running: trans.__('running'),
    schedule: trans.__('schedule'),
    skipped: trans.__('skipped'),
    stable: trans.__('stable'),
    starting: trans.__('starting'),
    stopped: trans.__('stopped'),
    submitted: trans.__('started'),
    too_few: trans.__('too few rows'),
    wait: trans.__('wait'),
    waiting: trans.__('waiting')
  };
  return words[status] ?? status;
}
