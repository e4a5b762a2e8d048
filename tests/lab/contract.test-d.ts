import { describe, expectTypeOf, it } from 'vitest';
import type { Answer, IClient, Question } from '../../labextension/src/client';
import type { Job, RunRow, RunsPage } from '../../labextension/src/nouns';

describe('the types of the contract', () => {
  it('give every field of an answer, those with a default too', () => {
    expectTypeOf<Answer<'runs', 'get'>>().toEqualTypeOf<RunsPage>();
    expectTypeOf<RunRow>().toHaveProperty('cells_done').toEqualTypeOf<number>();
    expectTypeOf<RunRow['cells_total']>().toEqualTypeOf<number | null>();
    expectTypeOf<Job['status']>().toEqualTypeOf<
      'queued' | 'running' | 'finished' | 'failed' | 'cancelled' | 'lost'
    >();
  });

  it('let a request leave out what has a default, and nothing else', () => {
    expectTypeOf<{ body: { notebook: string } }>().toExtend<Question<'jobs', 'post'>>();
    expectTypeOf<{ body: { parameters: object } }>().not.toExtend<
      Question<'jobs', 'post'>
    >();
    expectTypeOf<object>().toExtend<Question<'runs', 'get'>>();
    expectTypeOf<object>().not.toExtend<Question<'runs/{run_id}', 'get'>>();
  });

  it('refuse a path that does not answer to the method', () => {
    const client = {} as IClient;
    // @ts-expect-error -- runs are not made over the API
    expectTypeOf(() => client.post('runs', {})).toBeFunction();
    expectTypeOf(() => client.get('version', {})).toBeFunction();
  });
});
