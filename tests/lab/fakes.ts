import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import { RequestError, type IClient } from '../../labextension/src/client';
import type { IFeed } from '../../labextension/src/feed';
import type { Event } from '../../labextension/src/nouns';
import {
  DEFAULT_PREFERENCES,
  type IPreferences,
  type IServices
} from '../../labextension/src/tokens';

export const trans = nullTranslator.load('celltrail');

/** What a fake client was asked. */
export interface IAsked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly question: {
    readonly path?: Readonly<Record<string, unknown>>;
    readonly query?: Readonly<Record<string, unknown>>;
    readonly body?: unknown;
  };
}

/** A server in memory: each path has an answer, or a function that makes it. */
export class FakeClient {
  readonly asked: IAsked[] = [];

  constructor(readonly answers: Record<string, unknown> = {}) {}

  get(path: string, question: IAsked['question']): Promise<unknown> {
    return this._answer({ method: 'GET', path, question });
  }

  post(path: string, question: IAsked['question']): Promise<unknown> {
    return this._answer({ method: 'POST', path, question });
  }

  private async _answer(asked: IAsked): Promise<unknown> {
    this.asked.push(asked);
    const answer = this.answers[`${asked.method} ${asked.path}`];
    if (answer === undefined) {
      throw new RequestError('not_found', `Nothing at ${asked.path}.`, 'Look elsewhere.');
    }
    return typeof answer === 'function'
      ? await (answer as (asked: IAsked) => unknown)(asked)
      : answer;
  }
}

/** A feed that says what a test tells it to. */
export class FakeFeed implements IFeed {
  readonly changed = new Signal<object, readonly Event[] | null>({}) as Signal<
    FakeFeed,
    readonly Event[] | null
  >;
  listened = 0;

  listen(): void {
    this.listened += 1;
  }

  renew(): void {
    this.changed.emit(null);
  }

  /** Say that something changed. */
  tell(noun: Event['noun'], id = 'x', kind: Event['kind'] = 'changed'): void {
    this.changed.emit([anEvent(1, { noun, id, kind })]);
  }
}

export interface IFakeServices extends IServices {
  readonly feed: FakeFeed;
  readonly fake: FakeClient;
}

export function fakeServices(
  answers: Record<string, unknown> = {},
  preferences: Partial<IPreferences> = {}
): IFakeServices {
  const fake = new FakeClient(answers);
  return {
    fake,
    client: fake as unknown as IClient,
    feed: new FakeFeed(),
    commands: new CommandRegistry(),
    trans,
    preferences: () => ({ ...DEFAULT_PREFERENCES, ...preferences })
  };
}

export function anEvent(seq: number, fields: Partial<Event> = {}): Event {
  return { seq, noun: 'run', id: 'x', kind: 'changed', at: 0, ...fields };
}

/** A promise with its handles outside. */
export function deferred<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (reason: Error) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Let everything that is ready to go on do so. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await Promise.resolve();
  }
}
