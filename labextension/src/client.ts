import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { paths } from './contract';

const PREFIX = 'celltrail/api';

/** The paths of the contract, written from the API's own root: `runs/{run_id}`. */
type Paths = {
  [
    P in keyof paths as P extends `/${typeof PREFIX}/${infer Rest}` ? Rest : never
  ]: paths[P];
};

/** The paths that answer to a method. */
export type PathsOf<M extends 'get' | 'post'> = {
  [P in keyof Paths]: Paths[P][M & keyof Paths[P]] extends { responses: unknown }
    ? P
    : never;
}[keyof Paths];

type Operation<P extends keyof Paths, M extends 'get' | 'post'> = Paths[P][M &
  keyof Paths[P]];

/** What a path answers. */
export type Answer<P extends keyof Paths, M extends 'get' | 'post'> =
  Operation<P, M> extends {
    responses: { 200: { content: { 'application/json': infer A } } };
  }
    ? A
    : never;

type Path<O> = O extends { parameters: { path: infer A } }
  ? { path: A }
  : { path?: never };
type Query<O> = O extends { parameters: { query: infer A } }
  ? { query: A }
  : O extends { parameters: { query?: infer A } }
    ? { query?: A }
    : { query?: never };
type Body<O> = O extends { requestBody: { content: { 'application/json': infer A } } }
  ? { body: A }
  : { body?: never };

/** What a path must be asked with. */
export type Question<P extends keyof Paths, M extends 'get' | 'post'> = Path<
  Operation<P, M>
> &
  Query<Operation<P, M>> &
  Body<Operation<P, M>>;

/** The one error of every request: what, why, and what to do. */
export class RequestError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string
  ) {
    super(message);
    this.name = 'RequestError';
  }

  /** Turn whatever was thrown into the one error. */
  static from(reason: unknown): RequestError {
    if (reason instanceof RequestError) {
      return reason;
    }
    const message = reason instanceof Error ? reason.message : String(reason);
    return new RequestError('unexpected', message, '');
  }
}

/** Ask the server, as the contract says. */
export interface IClient {
  /** Read something. */
  get<P extends PathsOf<'get'>>(
    path: P,
    question: Question<P, 'get'>
  ): Promise<Answer<P, 'get'>>;

  /** Change something. */
  post<P extends PathsOf<'post'>>(
    path: P,
    question: Question<P, 'post'>
  ): Promise<Answer<P, 'post'>>;
}

type Values = Readonly<Record<string, unknown>>;

interface IQuestion {
  path?: Values;
  query?: Values;
  body?: unknown;
}

/** The client over JupyterLab's own connection. */
export class Client implements IClient {
  constructor(options: Client.IOptions) {
    this._settings = options.serverSettings;
    this._trans = options.trans;
  }

  async get<P extends PathsOf<'get'>>(
    path: P,
    question: Question<P, 'get'>
  ): Promise<Answer<P, 'get'>> {
    return (await this._request('GET', path, question)) as Answer<P, 'get'>;
  }

  async post<P extends PathsOf<'post'>>(
    path: P,
    question: Question<P, 'post'>
  ): Promise<Answer<P, 'post'>> {
    return (await this._request('POST', path, question)) as Answer<P, 'post'>;
  }

  private async _request(
    method: string,
    path: string,
    question: IQuestion
  ): Promise<unknown> {
    const url = URLExt.join(
      this._settings.baseUrl,
      PREFIX,
      Private.fill(path, question.path ?? {}) + Private.queryString(question.query ?? {})
    );
    // With `no-store` JupyterLab writes the time into the query, which our server rightly does not know.
    const init: RequestInit = { method, cache: 'no-cache' };
    if (method === 'POST') {
      init.body = JSON.stringify(question.body ?? {});
    }
    const response = await this._send(url, init);
    const text = await response.text();
    const answer = Private.parse(text);
    if (response.ok && answer !== undefined) {
      return answer;
    }
    throw Private.refusal(answer, this._explain(response));
  }

  private async _send(url: string, init: RequestInit): Promise<Response> {
    try {
      return await ServerConnection.makeRequest(url, init, this._settings);
    } catch (reason) {
      if (reason instanceof ServerConnection.NetworkError) {
        throw new RequestError(
          'unreachable',
          this._trans.__('The Jupyter server does not answer.'),
          this._trans.__('Is it still running, and are you still connected to it?')
        );
      }
      throw RequestError.from(reason);
    }
  }

  /** What to say where the answer itself does not explain. */
  private _explain(response: Response): RequestError {
    const { status, statusText } = response;
    switch (status) {
      case 401:
      case 403:
        return new RequestError(
          'forbidden',
          this._trans.__('The Jupyter server does not let you do this.'),
          this._trans.__('Log in again, or ask who runs the server.')
        );
      case 404:
        return new RequestError(
          'missing',
          this._trans.__('The server side of celltrail is not running.'),
          this._trans.__('Run `jupyter server extension enable celltrail`, then restart.')
        );
      default:
        return new RequestError(
          'unexpected',
          this._trans.__('The server answered %1 %2.', status, statusText),
          this._trans.__("The server's log says more.")
        );
    }
  }

  private readonly _settings: ServerConnection.ISettings;
  private readonly _trans: TranslationBundle;
}

/** The statics of `Client`. */
export namespace Client {
  /** What a client needs. */
  export interface IOptions {
    serverSettings: ServerConnection.ISettings;
    trans: TranslationBundle;
  }
}

namespace Private {
  export function fill(path: string, values: Values): string {
    return path.replace(/{(\w+)}/g, (_, name: string) =>
      encodeURIComponent(String(values[name]))
    );
  }

  export function queryString(values: Values): string {
    const parts = Object.entries(values)
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
    return parts.length ? `?${parts.join('&')}` : '';
  }

  export function parse(text: string): unknown {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return undefined;
    }
  }

  export function refusal(answer: unknown, otherwise: RequestError): RequestError {
    if (typeof answer !== 'object' || answer === null) {
      return otherwise;
    }
    const { code, message, hint } = answer as Record<string, unknown>;
    if (typeof code !== 'string' || typeof message !== 'string') {
      return otherwise;
    }
    return new RequestError(code, message, typeof hint === 'string' ? hint : '');
  }
}
