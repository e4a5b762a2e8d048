import type { Event as JupyterEvent } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { IClient } from '../../labextension/src/client';
import { Feed, SCHEMA, type IEventSource } from '../../labextension/src/feed';
import type { Event } from '../../labextension/src/nouns';
import { FakeClient, settle } from './fakes';

class FakeSource implements IEventSource {
  readonly stream = new Signal<this, JupyterEvent.Emission>(this);
  readonly opened = new Signal<this, void>(this);
  isDisposed = false;

  dispose(): void {
    this.isDisposed = true;
  }

  emit(...seqs: number[]): void {
    const payload = { events: seqs.map(event), last: seqs.at(-1) ?? 0 };
    this.stream.emit({
      schema_id: SCHEMA,
      ...payload
    });
  }
}

function event(seq: number): Event {
  return { seq, noun: 'run', id: `r${seq}`, kind: 'changed', at: 0 };
}

describe('the feed', () => {
  let source: FakeSource;
  let client: FakeClient;
  let connect: ReturnType<typeof vi.fn<() => FakeSource>>;
  let feed: Feed;
  let told: (number[] | null)[];

  beforeEach(() => {
    source = new FakeSource();
    client = new FakeClient({ events: () => ({ events: [], last: 0 }) });
    connect = vi.fn(() => source);
    feed = new Feed({ client: client as unknown as IClient, connect });
    told = [];
    feed.changed.connect((_, events) => {
      told.push(events?.map(({ seq }) => seq) ?? null);
    });
  });

  it('connects once, and only when somebody listens', () => {
    expect(connect).not.toHaveBeenCalled();
    feed.listen();
    feed.listen();
    expect(connect).toHaveBeenCalledOnce();
  });

  it('passes on what changed, and nothing of other schemas', () => {
    feed.listen();
    source.emit(4, 5);
    source.stream.emit({ schema_id: 'https://elsewhere.org/v1' });
    expect(told).toEqual([[4, 5]]);
  });

  it('says that anything may have changed when it connects for the first time', () => {
    feed.listen();
    source.opened.emit();
    expect(told).toEqual([null]);
    expect(client.calls).toEqual([]);
  });

  it('asks after a reconnect only for what was missed', async () => {
    feed.listen();
    source.emit(5);
    client.answer('events', () => ({ events: [event(6), event(7)], last: 7 }));
    source.opened.emit();
    await settle();
    expect(client.asked('events')).toEqual([{ query: { after: 5 } }]);
    expect(told).toEqual([[5], [6, 7]]);
  });

  it('asks for the events of a gap instead of passing on what came after it', async () => {
    feed.listen();
    source.emit(5);
    client.answer('events', () => ({ events: [event(6), event(7), event(8)], last: 8 }));
    source.emit(8);
    await settle();
    expect(told).toEqual([[5], [6, 7, 8]]);
  });

  it('tells nothing twice', () => {
    feed.listen();
    source.emit(5, 6);
    source.emit(6);
    expect(told).toEqual([[5, 6]]);
  });

  it('says that anything may have changed when what was missed cannot be asked for', async () => {
    feed.listen();
    source.emit(5);
    client.answer('events', () => Promise.reject(new Error('down')));
    source.opened.emit();
    await settle();
    expect(told).toEqual([[5], null]);
  });

  it('says that anything may have changed when another store answers', async () => {
    feed.listen();
    source.emit(50);
    client.answer('events', () => ({ events: [], last: 3 }));
    source.opened.emit();
    await settle();
    source.emit(4);
    expect(told).toEqual([[50], null, [4]]);
  });

  it('lets go of the connection when it is disposed of', () => {
    feed.listen();
    feed.dispose();
    source.emit(9);
    expect(source.isDisposed).toBe(true);
    expect(told).toEqual([]);
  });
});
