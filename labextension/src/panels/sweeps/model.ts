import type { Sweep, SweepProgress, SweepsPage } from '../../nouns';
import { Shown } from '../../shown';
import type { IServices } from '../../tokens';

/** Trials end in quick succession. */
const PAUSE_MS = 400;

/** The searches over parameters, newest first, and how far each is. */
export class SweepsModel extends Shown<SweepsPage> {
  constructor(services: IServices) {
    super(services, {
      fetch: () => services.client.get('sweeps', {}),
      concerns: event => event.noun === 'sweep',
      pauseMs: PAUSE_MS
    });
  }

  /** Stop it; what its trials found stays. */
  cancel({ id }: Sweep): Promise<boolean> {
    return this.act(id, () =>
      this.services.client.post('sweeps/{sweep_id}/cancel', { path: { sweep_id: id } })
    );
  }

  /** Run the trials that are missing. */
  goOn({ id }: Sweep): Promise<boolean> {
    return this.act(id, () =>
      this.services.client.post('sweeps/{sweep_id}/continue', { path: { sweep_id: id } })
    );
  }
}

/** How far a sweep is. */
export function progressOf(page: SweepsPage, sweep: Sweep): SweepProgress | null {
  return page.progress.find(({ sweep_id }) => sweep_id === sweep.id) ?? null;
}

/** Whether a sweep has trials left that could be run. */
export function isOpenEnded(sweep: Sweep, progress: SweepProgress | null): boolean {
  return (
    sweep.status !== 'running' &&
    (sweep.status !== 'finished' || (progress?.done ?? 0) < sweep.trials_wanted)
  );
}
