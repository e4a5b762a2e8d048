import type { TranslationBundle } from '@jupyterlab/translation';
import { isAlive } from '../../schedules';
import type { Worker } from '../../nouns';
import { useNow } from '../../ui/clock';

const WORKER = 'celltrail worker';

/** Whether anybody starts what is due, and what to do where nobody does. */
export function Workers(props: {
  workers: readonly Worker[];
  /** What the server says is to be done where no worker is alive. */
  advice: string;
  trans: TranslationBundle;
}): JSX.Element {
  const { advice, trans, workers } = props;
  const now = useNow(15);
  const alive = workers.filter(worker => isAlive(worker, now));
  if (!alive.length) {
    return (
      <p className="ct-Hint ct-Workers ct-mod-none" role="status">
        {trans.__('Nobody starts what is due.')}{' '}
        {advice || (
          <>
            {trans.__('Start a worker in a terminal:')} <code>{WORKER}</code>
          </>
        )}
      </p>
    );
  }
  return (
    <p
      className="ct-Hint ct-Workers"
      role="status"
      title={alive
        .map(({ host, pid, warning }) => `${host} (${pid}) ${warning}`.trim())
        .join('\n')}
    >
      {trans._n(
        '%1 worker starts what is due',
        '%1 workers start what is due',
        alive.length
      )}
    </p>
  );
}
