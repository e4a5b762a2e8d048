import { beforeEach, expect, test, vi } from 'vitest';
import { Watched } from '../../labextension/src/watched';
import { deferred, FakeFeed, settled } from './fakes';

let feed: FakeFeed;
let requests: ReturnType<typeof deferred<number>>[];
let watched: Watched<number>;

beforeEach(() => {
  feed = new FakeFeed();
  requests = [];
  watched = new Watched({
    feed,
    fetch: () => {
      const request = deferred<number>();
      requests.push(request);
      return request.promise;
    },
    concerns: event => event.noun === 'run'
  });
});

test('it fetches when it is first seen, and not before', () => {
  feed.tell('run');
  expect(requests.length).toBe(0);
  watched.visible = true;
  expect(requests.length).toBe(1);
});

test('however many changes come, one request is under way and one waits', async () => {
  watched.visible = true;
  for (let i = 0; i < 10; i++) {
    feed.tell('run');
  }
  expect(requests.length).toBe(1);
  requests[0]?.resolve(1);
  await settled();
  expect(requests.length).toBe(2);
  requests[1]?.resolve(2);
  await settled();
  expect(requests.length).toBe(2);
  expect(watched.state).toEqual({ phase: 'ready', value: 2 });
});

test('events of other nouns are no reason to fetch', async () => {
  watched.visible = true;
  requests[0]?.resolve(1);
  await settled();
  feed.tell('job');
  expect(requests.length).toBe(1);
});

test('what changes while nobody looks is fetched once on the way back', async () => {
  watched.visible = true;
  requests[0]?.resolve(1);
  await settled();
  watched.visible = false;
  feed.tell('run');
  feed.tell('run');
  expect(requests.length).toBe(1);
  watched.visible = true;
  expect(requests.length).toBe(2);
});

test('coming back to something that did not change fetches nothing', async () => {
  watched.visible = true;
  requests[0]?.resolve(1);
  await settled();
  watched.visible = false;
  watched.visible = true;
  expect(requests.length).toBe(1);
});

test('a failure is a state, and the next success ends it', async () => {
  watched.visible = true;
  requests[0]?.reject(new Error('no'));
  await settled();
  expect(watched.state).toMatchObject({ phase: 'failed', error: { message: 'no' } });
  const again = watched.refresh();
  requests[1]?.resolve(3);
  await again;
  expect(watched.state).toEqual({ phase: 'ready', value: 3 });
});

test('the answer to an outdated question is not shown', async () => {
  watched.visible = true;
  const asked = watched.restart();
  requests[0]?.resolve(1);
  await settled();
  expect(watched.state).toEqual({ phase: 'pending' });
  requests[1]?.resolve(2);
  await asked;
  expect(watched.state).toEqual({ phase: 'ready', value: 2 });
});

test('an answer after the end changes nothing', async () => {
  watched.visible = true;
  watched.dispose();
  requests[0]?.resolve(1);
  await settled();
  expect(watched.state).toEqual({ phase: 'pending' });
});

test('what changes during a fetch is fetched too where changes are collected', async () => {
  vi.useFakeTimers();
  const collected = new Watched({
    feed,
    fetch: () => {
      const request = deferred<number>();
      requests.push(request);
      return request.promise;
    },
    concerns: event => event.noun === 'run',
    pauseMs: 300
  });
  collected.visible = true;
  requests[0]?.resolve(1);
  await vi.advanceTimersByTimeAsync(10);
  feed.tell('run');
  await vi.advanceTimersByTimeAsync(400);
  expect(requests.length).toBe(2);
  feed.tell('run');
  await vi.advanceTimersByTimeAsync(400);
  requests[1]?.resolve(2);
  await vi.advanceTimersByTimeAsync(10);
  expect(requests.length).toBe(3);
  requests[2]?.resolve(3);
  await vi.advanceTimersByTimeAsync(10);
  expect(collected.state).toEqual({ phase: 'ready', value: 3 });
  collected.dispose();
  vi.useRealTimers();
});

test('changes that come fast are collected while it rests, and none is missed', async () => {
  vi.useFakeTimers();
  const told: number[] = [];
  const unhurried = new Watched({
    feed,
    fetch: () => Promise.resolve(told.push(told.length)),
    concerns: () => true,
    pauseMs: 250
  });
  unhurried.visible = true;
  await vi.advanceTimersByTimeAsync(0);
  feed.tell('run');
  feed.tell('run');
  await vi.advanceTimersByTimeAsync(249);
  expect(told.length).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(told.length).toBe(2);
  feed.tell('run');
  await vi.advanceTimersByTimeAsync(250);
  expect(told.length).toBe(3);
  unhurried.dispose();
  vi.useRealTimers();
});

test('it rests longer where fetching takes long', async () => {
  vi.useFakeTimers();
  let asked = 0;
  const slow = new Watched({
    feed,
    fetch: () =>
      new Promise<number>(resolve => {
        asked += 1;
        setTimeout(() => {
          resolve(asked);
        }, 1000);
      }),
    concerns: () => true,
    pauseMs: 250
  });
  slow.visible = true;
  await vi.advanceTimersByTimeAsync(1000);
  feed.tell('run');
  await vi.advanceTimersByTimeAsync(2900);
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toBe(2);
  slow.dispose();
  vi.useRealTimers();
});
