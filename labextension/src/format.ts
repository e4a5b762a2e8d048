import type { TranslationBundle } from '@jupyterlab/translation';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A number as a person reads it: at most four significant digits. */
export function formatNumber(value: number | null): string {
  if (value === null) {
    return 'nan';
  }
  if (Number.isInteger(value) && Math.abs(value) < 1e9) {
    return value.toLocaleString('en-US');
  }
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-4
    ? value.toExponential(2)
    : String(Number(value.toPrecision(4)));
}

/** A difference with its sign. */
export function signed(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${formatNumber(Math.abs(difference))}`;
}

/** A value of a parameter. */
export function formatValue(value: unknown): string {
  if (typeof value === 'number') {
    return formatNumber(value);
  }
  if (value === null || value === undefined) {
    return 'None';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A share from 0 to 1 as a percentage. */
export function formatShare(share: number): string {
  return `${Number((share * 100).toPrecision(3))}%`;
}

/** A span of time: `340 ms`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) {
    return `${Math.max(0, Math.round(seconds * 1000))} ms`;
  }
  if (seconds < MINUTE) {
    return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  }
  if (seconds < HOUR) {
    return `${Math.floor(seconds / MINUTE)} min ${Math.floor(seconds % MINUTE)} s`;
  }
  return `${Math.floor(seconds / HOUR)} h ${Math.floor((seconds % HOUR) / MINUTE)} min`;
}

/** How long ago something was, both in seconds since 1970. */
export function formatAge(at: number, now: number, trans: TranslationBundle): string {
  const age = now - at;
  if (age < MINUTE) {
    return trans.__('just now');
  }
  if (age < HOUR) {
    return trans.__('%1 min ago', Math.floor(age / MINUTE));
  }
  if (age < DAY) {
    return trans.__('%1 h ago', Math.floor(age / HOUR));
  }
  return new Date(at * 1000).toLocaleDateString();
}

/** A moment in few letters, in the user's own time zone. */
export function formatMoment(at: number): string {
  return new Date(at * 1000).toLocaleString(undefined, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit'
  });
}

/** A moment, in the user's own time zone. */
export function formatTime(at: number): string {
  return new Date(at * 1000).toLocaleString();
}

/** A size in bytes. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(
    units.length - 1,
    Math.floor(Math.log10(Math.max(1, bytes)) / 3)
  );
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power] ?? 'B'}`;
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.split('/').pop() ?? path;
}
