import { optionsOf } from '../../form/options';
import { PreviewedFormModel, sentence } from '../../form/previewed';
import type { Schedule, SchedulePreview, Trigger } from '../../nouns';
import type { IServices } from '../../tokens';

/** A schedule as it is entered: the texts of its fields. */
export interface IScheduleTexts {
  readonly name: string;
  readonly kind: Trigger['kind'];
  readonly cron: string;
  readonly timezone: string;
  /** How many of `unit` lie between two starts. */
  readonly every: string;
  readonly unit: string;
  readonly watch: string;
  readonly event: string;
  /** The deployment, model, schedule or notebook that an event or end is of. */
  readonly of: string;
  readonly missed: Schedule['missed'];
  readonly overlap: Schedule['overlap'];
}

/** How many seconds each unit of an interval has. */
export const UNITS: Readonly<Record<string, number>> = {
  min: 60,
  h: 3600,
  d: 86_400,
  s: 1
};

const NUMBER = /^(\d+\.?\d*|\.\d+)$/;

/** Where the server's words on the trigger belong, by its kind. */
const PLACE: Readonly<Record<Trigger['kind'], keyof IScheduleTexts>> = {
  after: 'of',
  cron: 'cron',
  data: 'watch',
  event: 'of',
  interval: 'every'
};

/** A schedule before it is made. */
export class ScheduleRequestModel extends PreviewedFormModel<Schedule, SchedulePreview> {
  constructor(services: IServices, notebook: string) {
    super(services, notebook);
    this._texts = { ...DEFAULTS, timezone: Private.timezone() };
  }

  /** What is entered. */
  get texts(): IScheduleTexts {
    return this._texts;
  }

  /** What an event or an end can be of, as far as the server knows. */
  get known(): readonly string[] {
    return this._known;
  }

  /** Enter something. */
  set(name: keyof IScheduleTexts, text: string): void {
    this._texts = { ...this._texts, [name]: text };
    if (name === 'kind' || name === 'event') {
      void this._learn();
    }
    this.touch();
  }

  /** What is wrong with a field, or null; what was not entered yet is no problem before somebody tried. */
  problemOfText(name: keyof IScheduleTexts): string | null {
    const { kind } = this._texts;
    if (name === 'every' && kind === 'interval' && !this._isEveryNumber) {
      return this.services.trans.__('A number is wanted, like 10.');
    }
    if (this._texts[name] === '' && !this.isTried) {
      return null;
    }
    return this.problemAt(name === PLACE[kind] ? 'trigger' : name);
  }

  /** What the server says is wrong with the notebook or how it is run, where that belongs to no parameter. */
  get otherProblems(): readonly string[] {
    const names = this.fields.map(({ parameter }) => parameter.name);
    return this.problems
      .filter(
        ({ field, message }) =>
          (field === 'target' && !names.some(name => message.includes(`'${name}'`))) ||
          field === 'options'
      )
      .map(sentence);
  }

  override get isComplete(): boolean {
    return super.isComplete && (this._texts.kind !== 'interval' || this._isEveryNumber);
  }

  protected look(): Promise<SchedulePreview> {
    return this.services.client.post('previews/schedule', {
      body: this._draft(this.values(), optionsOf(this.options))
    });
  }

  protected ask(
    parameters: Record<string, unknown>,
    options: ReturnType<typeof optionsOf>
  ): Promise<Schedule> {
    return this.services.client.post('schedules', {
      body: this._draft(parameters, options)
    });
  }

  protected problemOfParameter(name: string): string | null {
    const found = this.problems.find(
      ({ field, message }) => field === 'target' && message.includes(`'${name}'`)
    );
    return found ? sentence(found) : null;
  }

  private get _isEveryNumber(): boolean {
    return NUMBER.test(this._texts.every.trim());
  }

  private _draft(
    parameters: Record<string, unknown>,
    options: ReturnType<typeof optionsOf>
  ): Private.IDraft {
    const { missed, name, overlap } = this._texts;
    return {
      notebook: this.notebook,
      name: name.trim(),
      parameters,
      options,
      missed,
      overlap,
      trigger: this._trigger()
    };
  }

  private _trigger(): Trigger {
    const { cron, event, every, kind, of, timezone, unit, watch } = this._texts;
    switch (kind) {
      case 'cron':
        return { ...NO_TRIGGER, kind, cron: cron.trim(), timezone: timezone.trim() };
      case 'interval':
        return { ...NO_TRIGGER, kind, every_s: Number(every) * (UNITS[unit] ?? 1) };
      case 'data':
        return { ...NO_TRIGGER, kind, watch: watch.trim() };
      case 'event':
        return { ...NO_TRIGGER, kind, event, of: of.trim() };
      case 'after':
        return { ...NO_TRIGGER, kind, of: of.trim() };
    }
  }

  /** Ask what an event or an end can be of. */
  private async _learn(): Promise<void> {
    const { event, kind } = this._texts;
    const names = await Private.names(this.services, kind, event).catch(() => []);
    if (kind === this._texts.kind && event === this._texts.event) {
      this._known = names;
      this.announce();
    }
  }

  private _texts: IScheduleTexts;
  private _known: readonly string[] = [];
}

const NO_TRIGGER: Trigger = {
  kind: 'cron',
  cron: '',
  timezone: 'UTC',
  every_s: null,
  watch: '',
  event: '',
  of: ''
};

const DEFAULTS: IScheduleTexts = {
  name: '',
  kind: 'cron',
  cron: '0 6 * * *',
  timezone: 'UTC',
  every: '1',
  unit: 'h',
  watch: '',
  event: 'drift',
  of: '',
  missed: 'once',
  overlap: 'skip'
};

namespace Private {
  export interface IDraft {
    notebook: string;
    name: string;
    parameters: Record<string, unknown>;
    options: ReturnType<typeof optionsOf>;
    missed: Schedule['missed'];
    overlap: Schedule['overlap'];
    trigger: Trigger;
  }

  /** The zone of who looks at it. */
  export function timezone(): string {
    return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  }

  export async function names(
    { client }: IServices,
    kind: Trigger['kind'],
    event: string
  ): Promise<readonly string[]> {
    if (kind === 'after') {
      return (await client.get('schedules', {})).schedules.map(({ name }) => name);
    }
    if (kind !== 'event') {
      return [];
    }
    return event === 'drift'
      ? (await client.get('deployments', {})).deployments.map(({ name }) => name)
      : (await client.get('models', {})).models.map(({ name }) => name);
  }
}
