import type { RunComparison } from '../../nouns';
import { Shown } from '../../shown';
import type { IServices } from '../../tokens';
import { WhyModel } from './why.model';

/** A run that is going on changes often, and a comparison looks into data. */
const PAUSE_MS = 1000;

/** How some runs differ from the first of them. */
export class ComparePageModel extends Shown<RunComparison> {
  constructor(
    services: IServices,
    readonly runs: readonly string[]
  ) {
    super(services, {
      fetch: () => services.client.get('compare', { query: { runs: runs.join(',') } }),
      concerns: event => event.noun === 'run' && runs.includes(event.id),
      pauseMs: PAUSE_MS
    });
    this.why = new WhyModel(services, runs);
    this.why.changed.connect(this.announce, this);
  }

  /** Why they differ in what they measured. */
  readonly why: WhyModel;

  override get visible(): boolean {
    return super.visible;
  }
  override set visible(visible: boolean) {
    super.visible = visible;
    this.why.visible = visible;
  }

  override dispose(): void {
    this.why.dispose();
    super.dispose();
  }
}
