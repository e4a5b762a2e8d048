import type { FieldProblem } from '../nouns';
import type { State } from '../state';
import type { IServices } from '../tokens';
import type { IField } from './field';
import { NotebookFormModel } from './model';
import { Preview } from './preview';

/** What the server says of what is entered, at least: what is wrong with it, and where. */
interface IPreviewed {
  readonly problems: readonly FieldProblem[];
}

/** A form whose content the server looks at while it is entered, so that each field says what is wrong with it. */
export abstract class PreviewedFormModel<
  R,
  P extends IPreviewed
> extends NotebookFormModel<R> {
  constructor(services: IServices, notebook: string) {
    super(services, notebook);
    this._preview = new Preview(() => this.look());
    this._preview.changed.connect(this.announce, this);
  }

  /** What the server says of it. */
  get preview(): State<P> {
    return this._preview.state;
  }

  override dispose(): void {
    this._preview.dispose();
    super.dispose();
  }

  override async load(): Promise<void> {
    await super.load();
    this._preview.renew();
  }

  /** What the server says is wrong with a field, or null. */
  problemAt(field: string): string | null {
    const found = this.problems.find(problem => problem.field === field);
    return found ? sentence(found) : null;
  }

  override problemOf(field: IField): string | null {
    return super.problemOf(field) ?? this.problemOfParameter(field.parameter.name);
  }

  /** Ask for it; not where the server says beforehand that something is wrong. */
  override async submit(): Promise<R | null> {
    this.isTried = true;
    const state = await this._preview.now();
    if (state.phase === 'ready' && state.value.problems.length) {
      return null;
    }
    return super.submit();
  }

  /** Whether somebody tried to go on: what is merely not entered yet is no problem before. */
  protected isTried = false;

  /** Ask the server what it thinks of what is entered. */
  protected abstract look(): Promise<P>;

  /** What the server says is wrong with a parameter, or null. */
  protected abstract problemOfParameter(name: string): string | null;

  protected get problems(): readonly FieldProblem[] {
    return this.preview.phase === 'ready' ? this.preview.value.problems : [];
  }

  protected override touch(): void {
    super.touch();
    this._preview.renew();
  }

  private readonly _preview: Preview<P>;
}

/** A problem as it is read at its field. */
export function sentence({ hint, message }: FieldProblem): string {
  return `${message} ${hint}`.trim();
}
