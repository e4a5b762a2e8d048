import type { Event as JupyterEvent } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { beforeEach, expect, test } from 'vitest';
import type { IClient } from '../../labextension/src/client';
import { Feed, SCHEMA, type IEventSource } from '../../labextension/src/feed';
import type { Event } from '../../labextension/src/nouns';
import { anEvent, FakeClient, settled } from './fakes';

class FakeSource implements IEventSource {
  readonly stream = new Signal<this, JupyterEvent.Emission>(this);
  readonly opened = new Signal<this, void>(this);
  isDisposed = false;

  dispose(): void {
    this.isDisposed = true;
  }

  emit(events: readonly Event[], last: number, schema = SCHEMA): void {
    this.stream.emit({
      schema_id: schema,
      events,
      last
    });
  }
}

let source: FakeSource;
let client: FakeClient;
let feed: Feed;
let heard: (readonly number[] | null)[];

beforeEach(() => {
  source = new FakeSource();
  client = new FakeClient();
  feed = new Feed({ client: client as unknown as IClient, connect: () => source });
  heard = [];
  feed.changed.connect((_, events) => {
    heard.push(events?.map(event => event.seq) ?? null);
  });
  feed.listen();
});

test('many events of one emission are told at once', () => {
  source.emit([anEvent(4), anEvent(5), anEvent(6)], 6);
  expect(heard).toEqual([[4, 5, 6]]);
});

test('events of others, and those told before, are not told', () => {
  source.emit([anEvent(4)], 4, 'https://other.test/v1');
  source.emit([anEvent(4), anEvent(5)], 5);
  source.emit([anEvent(5), anEvent(6)], 6);
  expect(heard).toEqual([[4, 5], [6]]);
});

test('the first connection says that anything may have changed, and asks nothing', async () => {
  source.opened.emit();
  await settled();
  expect(heard).toEqual([null]);
  expect(client.asked).toEqual([]);
});

test('a reconnect asks once for what was missed', async () => {
  source.emit([anEvent(3)], 3);
  client.answers['GET events'] = { events: [anEvent(4), anEvent(5)], last: 5 };
  source.opened.emit();
  await settled();
  expect(client.asked.map(asked => asked.question)).toEqual([{ query: { after: 3 } }]);
  expect(heard).toEqual([[3], [4, 5]]);
});

test('a gap in the numbers is filled from the server', async () => {
  source.emit([anEvent(3)], 3);
  client.answers['GET events'] = {
    events: [anEvent(4), anEvent(5), anEvent(6)],
    last: 6
  };
  source.emit([anEvent(6)], 6);
  await settled();
  expect(heard).toEqual([[3], [4, 5, 6]]);
});

test('where the missed events cannot be had, anything may have changed', async () => {
  source.emit([anEvent(3)], 3);
  source.opened.emit();
  await settled();
  expect(heard).toEqual([[3], null]);
});

test('numbers that go back are those of another store', () => {
  source.emit([anEvent(9)], 9);
  source.emit([anEvent(1)], 1);
  expect(heard).toEqual([[9], null]);
});

test('renew lets everybody fetch again', () => {
  feed.renew();
  expect(heard).toEqual([null]);
});

test('it listens once, and no more when disposed', () => {
  feed.listen();
  feed.dispose();
  feed.dispose();
  expect(source.isDisposed).toBe(true);
  source.emit([anEvent(1)], 1);
  expect(heard).toEqual([]);
});
