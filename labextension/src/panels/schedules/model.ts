import type { Firing, Schedule, SchedulesPage } from '../../nouns';
import { Shown } from '../../shown';
import { PENDING, type State } from '../../state';
import type { IServices } from '../../tokens';
import { Watched } from '../../watched';

/** What runs by itself, by name; and the workers that start it. */
export class SchedulesModel extends Shown<SchedulesPage> {
  constructor(services: IServices) {
    super(services, {
      fetch: () => services.client.get('schedules', {}),
      concerns: event => event.noun === 'schedule'
    });
  }

  override get visible(): boolean {
    return super.visible;
  }
  override set visible(visible: boolean) {
    super.visible = visible;
    this._histories.forEach(history => {
      history.visible = visible;
    });
  }

  override dispose(): void {
    this._histories.forEach(history => {
      history.dispose();
    });
    super.dispose();
  }

  /** Start it now, whatever it waits for. */
  run({ id }: Schedule): Promise<boolean> {
    return this.act(id, () =>
      this.services.client.post('schedules/{schedule_id}/run', {
        path: { schedule_id: id }
      })
    );
  }

  /** Let it rest, or go on. */
  setPaused({ id }: Schedule, paused: boolean): Promise<boolean> {
    const path = paused
      ? 'schedules/{schedule_id}/pause'
      : 'schedules/{schedule_id}/resume';
    return this.act(id, () =>
      this.services.client.post(path, { path: { schedule_id: id } })
    );
  }

  /** Forget it; the jobs that it started stay. */
  remove({ id }: Schedule): Promise<boolean> {
    return this.act(id, () =>
      this.services.client.post('schedules/{schedule_id}/remove', {
        path: { schedule_id: id }
      })
    );
  }

  /** What became of the starts of a schedule, newest first; fetched once it is looked at. */
  history(schedule: Schedule): State<readonly Firing[]> {
    return this._histories.get(schedule.id)?.state ?? PENDING;
  }

  /** Fetch the history of a schedule, from now on each time it changes. */
  watchHistory(schedule: Schedule): void {
    if (this._histories.has(schedule.id)) {
      return;
    }
    const history = new Watched({
      feed: this.services.feed,
      fetch: async () =>
        (
          await this.services.client.get('schedules/{schedule_id}', {
            path: { schedule_id: schedule.id }
          })
        ).firings,
      concerns: event => event.noun === 'schedule' && event.id === schedule.id
    });
    history.changed.connect(this.announce, this);
    this._histories.set(schedule.id, history);
    history.visible = this.visible;
  }

  private readonly _histories = new Map<string, Watched<readonly Firing[]>>();
}
