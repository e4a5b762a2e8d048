import type { TranslationBundle } from '@jupyterlab/translation';
import { baseName, formatDuration } from './format';
import type { Trigger, Worker } from './nouns';

/** A worker says each few seconds that it lives; after this long without a word it is taken for gone. */
const SILENCE_S = 60;

/** Whether a worker was heard of lately. */
export function isAlive(worker: Worker, now: number): boolean {
  return now - worker.seen_at < SILENCE_S;
}

/** What starts a schedule, in words. */
export function triggerWords(trigger: Trigger, trans: TranslationBundle): string {
  const { cron, event, of, timezone, watch } = trigger;
  const words: Readonly<Record<Trigger['kind'], () => string>> = {
    after: () => trans.__('after %1', baseName(of)),
    cron: () => `${cron} (${timezone})`,
    data: () => trans.__('when %1 changes', baseName(watch) || watch),
    event: () =>
      event === 'drift'
        ? trans.__('when %1 has drifted', of)
        : trans.__('when %1 is promoted', of),
    interval: () => trans.__('every %1', spanWords(trigger.every_s ?? 0))
  };
  return words[trigger.kind]();
}

/** An interval as people say it: `10 min`, `1 h 30 min`. */
function spanWords(seconds: number): string {
  return formatDuration(seconds).replace(/ 0 (s|min)$/, '');
}

/** How long until something, both in seconds since 1970. */
export function formatWait(at: number, now: number, trans: TranslationBundle): string {
  const wait = at - now;
  if (wait <= 0) {
    return trans.__('due');
  }
  const days = Math.floor(wait / 86_400);
  return days > 1
    ? trans._n('in %1 day', 'in %1 days', days)
    : trans.__('in %1', formatDuration(wait < 60 ? Math.ceil(wait) : wait));
}

/** A moment in a time zone, with the zone's name; without one in the user's own. */
export function formatInZone(at: number, timezone?: string): string {
  const options: Intl.DateTimeFormatOptions = {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short'
  };
  try {
    return new Date(at * 1000).toLocaleString(undefined, {
      ...options,
      timeZone: timezone
    });
  } catch {
    // A zone that this browser does not know is shown in the user's own.
    return new Date(at * 1000).toLocaleString(undefined, options);
  }
}
