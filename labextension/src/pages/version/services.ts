import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { LineageNode } from '../../nouns';
import type { Highlight } from '../../ui/code';
import type { IFoundVersion, VersionPageModel } from './model';

/** What every part of the page is given. */
export interface IPageProps {
  readonly model: VersionPageModel;
  readonly trans: TranslationBundle;
  readonly rendermime: IRenderMimeRegistry;
  readonly highlight: Highlight | null;
  /** The address of the bytes of an artifact. */
  readonly bytesUrl: (digest: string) => string;
  readonly onOpenRun: (run: string) => void;
  readonly onOpenNode: (node: LineageNode) => void;
  readonly onOpenVersion: (version: string) => void;
  readonly onOpenAudit: (model: string) => void;
}

/** What is shown of a version that was found. */
export interface IVersionProps extends IPageProps {
  readonly found: IFoundVersion;
}
