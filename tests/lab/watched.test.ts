import { beforeEach, describe, expect, it } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import { Watched } from '../../labextension/src/watched';
import { FakeFeed, settle } from './fakes';

describe('something watched', () => {
  let feed: FakeFeed;
  let waiting: ((value: number | Error) => void)[];
  let watched: Watched<number>;

  /** Answer the oldest request that is under way. */
  async function answer(value: number | Error): Promise<void> {
    waiting.shift()?.(value);
    await settle();
  }

  beforeEach(() => {
    feed = new FakeFeed();
    waiting = [];
    watched = new Watched({
      feed,
      concerns: event => event.noun === 'run',
      fetch: () =>
        new Promise<number>((resolve, reject) => {
          waiting.push(value => {
            if (value instanceof Error) {
              reject(value);
            } else {
              resolve(value);
            }
          });
        })
    });
  });

  it('is not fetched before somebody looks', () => {
    feed.tell('run');
    expect(waiting).toHaveLength(0);
    watched.visible = true;
    expect(waiting).toHaveLength(1);
  });

  it('is pending, then ready', async () => {
    watched.visible = true;
    expect(watched.state).toEqual({ phase: 'pending' });
    await answer(7);
    expect(watched.state).toEqual({ phase: 'ready', value: 7 });
  });

  it('is failed with the error of the server, and ready again when that has passed', async () => {
    const error = new RequestError('busy', 'The store is busy.', 'Wait.');
    watched.visible = true;
    await answer(error);
    expect(watched.state).toEqual({ phase: 'failed', error });
    void watched.refresh();
    await answer(8);
    expect(watched.state).toEqual({ phase: 'ready', value: 8 });
  });

  it('is fetched again only for the noun it is about', async () => {
    watched.visible = true;
    await answer(1);
    feed.tell('model');
    expect(waiting).toHaveLength(0);
    feed.tell('run');
    expect(waiting).toHaveLength(1);
  });

  it('has at most one request under way and one waiting, however many changes come', async () => {
    watched.visible = true;
    for (let i = 0; i < 20; i++) {
      feed.tell('run');
    }
    expect(waiting).toHaveLength(1);
    await answer(1);
    expect(waiting).toHaveLength(1);
    await answer(2);
    expect(waiting).toHaveLength(0);
    expect(watched.state).toEqual({ phase: 'ready', value: 2 });
  });

  it('fetches what changed while nobody looked on the way back, and nothing otherwise', async () => {
    watched.visible = true;
    await answer(1);
    watched.visible = false;
    watched.visible = true;
    expect(waiting).toHaveLength(0);
    watched.visible = false;
    feed.tell('run');
    feed.tell('run');
    expect(waiting).toHaveLength(0);
    watched.visible = true;
    expect(waiting).toHaveLength(1);
  });

  it('drops the answer to a question that is no longer asked', async () => {
    watched.visible = true;
    void watched.restart();
    await answer(1);
    expect(watched.state).toEqual({ phase: 'pending' });
    await answer(2);
    expect(watched.state).toEqual({ phase: 'ready', value: 2 });
  });

  it('stays silent after it was disposed of', async () => {
    let changes = 0;
    watched.changed.connect(() => (changes += 1));
    watched.visible = true;
    watched.dispose();
    await answer(1);
    feed.tell('run');
    expect(changes).toBe(0);
    expect(waiting).toHaveLength(0);
  });
});
