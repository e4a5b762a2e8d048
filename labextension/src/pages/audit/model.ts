import { attempt } from '../../report';
import type { AuditEntry, AuditPage, AuditVerdict } from '../../nouns';
import { Shown } from '../../shown';
import type { IServices } from '../../tokens';

/** Which entries are shown; empty text does not restrict. */
export interface IAuditFilter {
  readonly model: string;
  /** The action, or its beginning up to the dot: `alias`. */
  readonly action: string;
  readonly who: string;
}

const PER_PAGE = 100;
const MOST = 1000;

/** What is looked at in the audit log, and whether it is what was written. */
export class AuditPageModel extends Shown<readonly AuditEntry[]> {
  constructor(services: IServices, model: string) {
    super(services, {
      fetch: () => this._fetch(),
      concerns: () => true,
      pauseMs: 500
    });
    this._filter = { model, action: '', who: '' };
  }

  get filter(): IAuditFilter {
    return this._filter;
  }

  /** What came of the last check; null where nobody has checked yet. */
  get verdict(): AuditVerdict | null {
    return this._verdict;
  }

  /** Whether there are older entries. */
  get hasMore(): boolean {
    return this._hasMore;
  }

  /** Show other entries. */
  set(name: keyof IAuditFilter, text: string): Promise<void> {
    this._filter = { ...this._filter, [name]: text };
    this._wanted = PER_PAGE;
    this.announce();
    return this.refresh();
  }

  /** Show older entries too. */
  more(): Promise<void> {
    this._wanted = Math.min(MOST, this._wanted + PER_PAGE);
    return this.refresh();
  }

  /** Check the whole log: whether any entry was edited, dropped or put elsewhere. */
  verify(): Promise<boolean> {
    return this.attempts.make(VERIFY, async () => {
      this._verdict = await this.services.client.get('audit/verify', {});
    });
  }

  /** All entries that are meant, the oldest first, a line of JSON each. */
  async lines(): Promise<string | null> {
    const entries: AuditEntry[] = [];
    let before: number | null = null;
    do {
      const page: AuditPage | null = await attempt(() => this._page(before, MOST));
      if (page === null) {
        return null;
      }
      entries.push(...page.entries);
      before = page.next;
    } while (before !== null);
    return entries
      .reverse()
      .map(entry => `${JSON.stringify(entry)}\n`)
      .join('');
  }

  private async _fetch(): Promise<readonly AuditEntry[]> {
    const page = await this._page(null, this._wanted);
    this._hasMore = page.next !== null && this._wanted < MOST;
    return page.entries;
  }

  private _page(before: number | null, limit: number): Promise<AuditPage> {
    const { action, model, who } = this._filter;
    return this.services.client.get('audit', {
      query: {
        model: model.trim(),
        action: action.trim(),
        who: who.trim(),
        before,
        limit
      }
    });
  }

  private _filter: IAuditFilter;
  private _wanted = PER_PAGE;
  private _hasMore = false;
  private _verdict: AuditVerdict | null = null;
}

/** Under which the refusal of a check is read. */
export const VERIFY = 'verify';
