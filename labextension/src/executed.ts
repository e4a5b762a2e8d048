import { Drive, type Contents, type ServerConnection } from '@jupyterlab/services';
import type { IClient } from './client';
import { baseName } from './format';
import type { TranslationBundle } from '@jupyterlab/translation';

/** What executed notebooks are found under: `celltrail:<job>/train.ipynb`. */
export const DRIVE = 'celltrail';

/** The executed notebooks of jobs, wherever they lie, as files that can be read and not changed. */
export class ExecutedDrive extends Drive {
  constructor(private readonly _options: ExecutedDrive.IOptions) {
    super({ name: DRIVE, serverSettings: _options.serverSettings });
  }

  override async get(path: string): Promise<Contents.IModel> {
    const [job = '', name = ''] = path.split('/');
    if (name === '') {
      return {
        ...Private.model(path, job),
        type: 'directory',
        format: 'json',
        content: []
      };
    }
    const executed = await this._options.client.get('jobs/{job_id}/notebook', {
      path: { job_id: job }
    });
    return { ...Private.model(path, name), content: executed.notebook };
  }

  override save(): Promise<Contents.IModel> {
    return this._refuse();
  }

  override rename(): Promise<Contents.IModel> {
    return this._refuse();
  }

  override delete(): Promise<void> {
    return this._refuse();
  }

  override newUntitled(): Promise<Contents.IModel> {
    return this._refuse();
  }

  override copy(): Promise<Contents.IModel> {
    return this._refuse();
  }

  override listCheckpoints(): Promise<Contents.ICheckpointModel[]> {
    return Promise.resolve([]);
  }

  private _refuse(): Promise<never> {
    return Promise.reject(
      new Error(
        this._options.trans.__(
          'What a job left is kept as it is. Use “Save Notebook As…” to work on a copy.'
        )
      )
    );
  }
}

/** Where the executed notebook of a job is found. */
export function executedPath(job: string, notebook: string): string {
  return `${DRIVE}:${job}/${baseName(notebook)}`;
}

/** The statics of `ExecutedDrive`. */
export namespace ExecutedDrive {
  /** What the drive asks. */
  export interface IOptions {
    client: IClient;
    serverSettings: ServerConnection.ISettings;
    trans: TranslationBundle;
  }
}

namespace Private {
  export function model(path: string, name: string): Contents.IModel {
    const never = new Date(0).toISOString();
    return {
      name,
      path,
      type: 'notebook',
      writable: false,
      created: never,
      last_modified: never,
      mimetype: '',
      format: 'json',
      content: null
    };
  }
}
