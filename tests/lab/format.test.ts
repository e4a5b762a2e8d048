import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatDuration,
  formatNumber,
  formatShare,
  formatValue
} from '../../labextension/src/format';
import { trans } from './fakes';

describe('the way things are written', () => {
  it.each([
    [0.8531234, '0.8531'],
    [6, '6'],
    [1200000, '1,200,000'],
    [0.00001234, '1.23e-5'],
    [1234567.8, '1.23e+6'],
    [null, 'nan']
  ])('writes the number %j as %j', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it.each([
    [true, 'True'],
    [null, 'None'],
    ['eu', 'eu'],
    [[1, 2], '[1,2]']
  ])('writes the value %j as %j', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  it.each([
    [0.0123, '12 ms'],
    [9.96, '10.0 s'],
    [59, '59 s'],
    [185, '3 min 5 s'],
    [7800, '2 h 10 min']
  ])('writes a duration of %d seconds as %j', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it.each([
    [30, 'just now'],
    [125, '2 min ago'],
    [7300, '2 h ago']
  ])('writes an age of %d seconds as %j', (age, text) => {
    expect(formatAge(10_000, 10_000 + age, trans)).toBe(text);
  });

  it('writes shares and sizes with three digits', () => {
    expect([0.7692, 1, 0.001].map(formatShare)).toEqual(['76.9%', '100%', '0.1%']);
    expect([0, 999, 1500, 2e9].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.5 kB',
      '2 GB'
    ]);
  });
});
