import type { MainAreaWidget } from '@jupyterlab/apputils';
import type { IServices } from '../../tokens';
import { framed, Page } from '../page';
import { AuditPageBody } from './body';
import { AuditPageModel } from './model';

/** The audit log in the main area. */
export class AuditLogPage extends Page<AuditPageModel> {
  constructor(private readonly _options: AuditLogPage.IOptions) {
    super(new AuditPageModel(_options.services, _options.model), [_options.model]);
    this.addClass('ct-AuditPage');
  }

  protected override render(): JSX.Element {
    return (
      <AuditPageBody
        model={this.model}
        trans={this._options.services.trans}
        onExport={() => void this._export()}
      />
    );
  }

  /** Save the entries as a file. */
  private async _export(): Promise<void> {
    const lines = await this.model.lines();
    if (lines === null) {
      return;
    }
    const url = URL.createObjectURL(new Blob([lines], { type: 'application/jsonl' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = EXPORT;
    link.click();
    URL.revokeObjectURL(url);
  }
}

const EXPORT = 'audit.jsonl';

/** The statics of `AuditLogPage`. */
export namespace AuditLogPage {
  /** What a page is made of. */
  export interface IOptions {
    /** The model that it is about; empty for everything. */
    model: string;
    services: IServices;
  }
}

/** Make the page of the audit log. */
export function createAuditPage(
  options: AuditLogPage.IOptions
): MainAreaWidget<AuditLogPage> {
  const { trans } = options.services;
  const content = new AuditLogPage(options);
  content.title.label = options.model
    ? trans.__('Audit of %1', options.model)
    : trans.__('Audit log');
  void content.model.refresh();
  return framed(content, 'audit');
}
