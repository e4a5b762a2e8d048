import { describe, expect, it } from 'vitest';
import { summarize } from '../../labextension/src/ui/summary';

describe('the summary of an artifact', () => {
  it.each([
    [
      {
        class: 'pandas.DataFrame',
        rows: 71476,
        columns: { hour: 'double', dest: 'string' }
      },
      '71,476 × 2 · hour, dest'
    ],
    [{ class: 'numpy.ndarray', shape: [100, 3], dtype: 'float64' }, '100 × 3 float64'],
    [
      { class: 'sklearn.pipeline.Pipeline', fitted: true, params: { memory: 'None' } },
      'Pipeline · fitted'
    ],
    [{ class: 'builtins.list', length: 3 }, 'list · length 3'],
    [{ name: 'flights.ipynb' }, 'name flights.ipynb'],
    [{}, '']
  ])('of %j is %j', (summary, text) => {
    expect(summarize(summary)).toBe(text);
  });
});
