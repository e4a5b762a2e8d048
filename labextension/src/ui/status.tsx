/** How something stands, in the words of any noun. */
export type Tone = 'running' | 'good' | 'bad' | 'warning' | 'quiet';

const TONES: Readonly<Record<string, Tone>> = {
  running: 'running',
  starting: 'running',
  finished: 'good',
  submitted: 'good',
  identical: 'good',
  tolerance: 'good',
  different: 'bad',
  missing: 'warning',
  active: 'good',
  passed: 'good',
  stable: 'good',
  failed: 'bad',
  killed: 'bad',
  drifted: 'bad',
  lost: 'warning',
  queued: 'quiet',
  waiting: 'quiet',
  paused: 'quiet',
  pruned: 'quiet',
  skipped: 'quiet',
  cancelled: 'quiet',
  stopped: 'quiet',
  too_few: 'quiet'
};

const MARKS: Readonly<Record<Tone, string>> = {
  running: 'M8 2a6 6 0 1 1-6 6',
  good: 'M3.5 8.5l3 3 6-7',
  bad: 'M4.5 4.5l7 7m0-7l-7 7',
  warning: 'M8 3.5v5.5m0 2.6v.2',
  quiet: 'M4.5 8h7'
};

/** The tone of a status. */
export function toneOf(status: string): Tone {
  return TONES[status] ?? 'quiet';
}

/** A mark that shows a status at a glance; `label` says it in words. */
export function StatusMark(props: {
  status: string;
  label: string;
  /** Where the word means something else than for most nouns. */
  tone?: Tone;
}): JSX.Element {
  const tone = props.tone ?? toneOf(props.status);
  return (
    <span
      className={`ct-Status ct-mod-${tone}`}
      role="img"
      aria-label={props.label}
      title={props.label}
      data-status={props.status}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={MARKS[tone]} />
      </svg>
    </span>
  );
}
