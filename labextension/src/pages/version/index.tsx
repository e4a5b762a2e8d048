import type { MainAreaWidget } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ServerConnection } from '@jupyterlab/services';
import { CommandIDs, type IServices } from '../../tokens';
import type { Highlight } from '../../ui/code';
import { openNode } from '../nodes';
import { framed, Page } from '../page';
import { VersionPageBody } from './body';
import { VersionPageModel } from './model';

/** The page of a version in the main area. */
export class VersionPage extends Page<VersionPageModel> {
  constructor(private readonly _options: VersionPage.IOptions) {
    const { name, number, services } = _options;
    super(new VersionPageModel(services, name, number), [name, String(number)]);
    this.addClass('ct-VersionPage');
  }

  protected override render(): JSX.Element {
    const { highlight, rendermime, services } = this._options;
    const { commands, trans } = services;
    return (
      <VersionPageBody
        model={this.model}
        trans={trans}
        rendermime={rendermime}
        highlight={highlight}
        bytesUrl={bytesUrl}
        onOpenRun={run => void commands.execute(CommandIDs.openRun, { run })}
        onOpenNode={node => {
          openNode(services, node, this.node);
        }}
        onOpenVersion={version =>
          void commands.execute(CommandIDs.openVersion, { version })
        }
        onOpenAudit={model => void commands.execute(CommandIDs.openAudit, { model })}
      />
    );
  }
}

function bytesUrl(digest: string): string {
  const { baseUrl } = ServerConnection.makeSettings();
  return URLExt.join(baseUrl, 'celltrail/api/bytes', encodeURIComponent(digest));
}

/** The statics of `VersionPage`. */
export namespace VersionPage {
  /** What a page is made of. */
  export interface IOptions {
    name: string;
    number: number;
    services: IServices;
    rendermime: IRenderMimeRegistry;
    highlight: Highlight | null;
  }
}

/** Make the page of a version. */
export function createVersionPage(
  options: VersionPage.IOptions
): MainAreaWidget<VersionPage> {
  const content = new VersionPage(options);
  content.title.label = content.model.label;
  void content.model.refresh();
  return framed(content, 'version');
}
