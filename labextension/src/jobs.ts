import type { TranslationBundle } from '@jupyterlab/translation';
import { formatDuration } from './format';
import type { Job } from './nouns';
import { wordFor } from './words';

/** Whether a job can still be stopped. */
export function isOpen(job: Job): boolean {
  return job.status === 'queued' || job.status === 'running';
}

/** How a job came about, how far it is, and how long it took, in one line. */
export function storyOf(job: Job, trans: TranslationBundle): string {
  const parts = [triggerLabel(job.trigger, trans)];
  if (isOpen(job)) {
    parts.push(trans.__('%1 of %2 cells', job.cells_done, job.cells_total));
  } else {
    parts.push(wordFor(job.status, trans));
  }
  if (job.started_at !== null && job.ended_at !== null) {
    parts.push(formatDuration(job.ended_at - job.started_at));
  }
  if (job.attempt > 1) {
    parts.push(trans.__('attempt %1', job.attempt));
  }
  return parts.join(' · ');
}

/** What started a job. */
export function triggerLabel(trigger: Job['trigger'], trans: TranslationBundle): string {
  const labels: Readonly<Record<Job['trigger'], string>> = {
    drift: trans.__('after drift'),
    event: trans.__('by an event'),
    manual: trans.__('by hand'),
    pipeline: trans.__('in a pipeline'),
    reproduce: trans.__('to reproduce'),
    schedule: trans.__('by schedule'),
    sweep: trans.__('in a sweep')
  };
  return labels[trigger];
}
