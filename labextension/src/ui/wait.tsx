import type { TranslationBundle } from '@jupyterlab/translation';
import { formatInZone, formatWait } from '../schedules';
import { useNow } from './clock';

/** When something is due: how long until then, and the moment in its own time zone. */
export function Wait(props: {
  at: number;
  timezone: string;
  trans: TranslationBundle;
}): JSX.Element {
  const { at, timezone, trans } = props;
  const now = useNow(at - Date.now() / 1000 < 120 ? 1 : 30);
  return (
    <time className="ct-Age" title={formatInZone(at, timezone)}>
      {formatWait(at, now, trans)}
    </time>
  );
}
