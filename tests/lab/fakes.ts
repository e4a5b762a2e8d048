import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import type { IClient } from '../../labextension/src/client';
import type { IFeed } from '../../labextension/src/feed';
import type { Event, Noun } from '../../labextension/src/nouns';
import {
  DEFAULT_PREFERENCES,
  type IPreferences,
  type IServices
} from '../../labextension/src/tokens';

export const trans = nullTranslator.load('celltrail');

/** What a fake server was asked. */
export interface ICall {
  method: 'get' | 'post';
  path: string;
  question: Record<string, unknown>;
}

type Reply = (question: Record<string, unknown>) => unknown;

/** A server that answers what a test says, and remembers what it was asked. */
export class FakeClient {
  readonly calls: ICall[] = [];

  constructor(private readonly _replies: Record<string, Reply>) {}

  /** Answer something else from now on. */
  answer(path: string, reply: Reply): void {
    this._replies[path] = reply;
  }

  /** What was asked of one path. */
  asked(path: string): Record<string, unknown>[] {
    return this.calls.filter(call => call.path === path).map(call => call.question);
  }

  get = (path: string, question: Record<string, unknown>): Promise<unknown> =>
    this._ask('get', path, question);

  post = (path: string, question: Record<string, unknown>): Promise<unknown> =>
    this._ask('post', path, question);

  private async _ask(
    method: ICall['method'],
    path: string,
    question: Record<string, unknown>
  ): Promise<unknown> {
    this.calls.push({ method, path, question });
    const reply = this._replies[path];
    if (!reply) {
      throw new Error(`The fake server knows no ${path}.`);
    }
    return await reply(question);
  }
}

/** A feed that says what a test tells it to. */
export class FakeFeed implements IFeed {
  readonly changed = new Signal<this, readonly Event[] | null>(this);

  listen = (): void => undefined;

  /** Tell that something changed. */
  tell(noun: Noun, id = 'x', kind: Event['kind'] = 'changed'): void {
    this.changed.emit([{ seq: 1, noun, id, kind, at: 0 }]);
  }
}

/** Everything a panel is given, with a fake server behind it. */
export function fakeServices(
  replies: Record<string, Reply>,
  preferences: Partial<IPreferences> = {}
): { services: IServices; client: FakeClient; feed: FakeFeed } {
  const client = new FakeClient(replies);
  const feed = new FakeFeed();
  const services: IServices = {
    client: client as unknown as IClient,
    feed,
    commands: new CommandRegistry(),
    trans,
    preferences: () => ({ ...DEFAULT_PREFERENCES, ...preferences })
  };
  return { services, client, feed };
}

/** Let everything that is under way come to its end. */
export async function settle(): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, 0));
}
