import type { TranslationBundle } from '@jupyterlab/translation';
import { Poll } from '@lumino/polling';
import { useEffect, useState } from 'react';
import { formatAge, formatDuration, formatTime } from '../format';

/** The time now in seconds, told again each `interval` seconds while the page is seen. */
export function useNow(interval: number): number {
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const poll = new Poll({
      frequency: { interval: interval * 1000, backoff: false },
      standby: 'when-hidden',
      factory: () => {
        setNow(Date.now() / 1000);
        return Promise.resolve();
      }
    });
    return () => {
      poll.dispose();
    };
  }, [interval]);
  return now;
}

/** How long ago something was. */
export function Age(props: { at: number; trans: TranslationBundle }): JSX.Element {
  const now = useNow(30);
  return (
    <time className="ct-Age" title={formatTime(props.at)}>
      {formatAge(props.at, now, props.trans)}
    </time>
  );
}

/** How long something has been going on; it ticks. */
export function Elapsed(props: { since: number }): JSX.Element {
  const now = useNow(1);
  return <time className="ct-Age">{formatDuration(Math.max(0, now - props.since))}</time>;
}
