import type { ExecutionDiff } from '../../nouns';
import { Shown } from '../../shown';
import type { IServices } from '../../tokens';

/** A run that is going on changes often, and a comparison looks into outputs. */
const PAUSE_MS = 1000;

/** How one execution of a notebook differs from another. */
export class ExecutionsPageModel extends Shown<ExecutionDiff> {
  constructor(services: IServices, before: string, after: string) {
    super(services, {
      fetch: () =>
        services.client.get('executions/diff', { query: { a: before, b: after } }),
      concerns: event => [before, after].includes(event.id),
      pauseMs: PAUSE_MS
    });
  }
}
