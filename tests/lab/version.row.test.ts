import { expect, test } from 'vitest';
import { exampleRow, readRow } from '../../labextension/src/pages/version/row';
import { coloured } from '../../labextension/src/ui/picture';
import { trans } from './fakes';
import { COLUMN } from './records.registry';

test('a row begins in the middle of what was seen, and is read as JSON', () => {
  const inputs = [COLUMN, { ...COLUMN, name: 'kind', categories: ['a'] }];
  const text = exampleRow(inputs);
  expect(readRow(text, trans)).toEqual({ problem: null, row: { months: 37, kind: 'a' } });
  expect(readRow(`[${text}]`, trans).problem).toBeNull();
  expect(readRow('{"a": ', trans).problem).toContain('not JSON');
  expect(readRow('[1, 2]', trans).problem).toContain('One row');
});

test('a drawing takes the colours of the theme and can end nothing that it stands in', () => {
  document.body.style.setProperty('--jp-brand-color1', 'red"><script>');
  const svg =
    '<svg><path fill="var(--jp-brand-color1,#1976d2)" stroke="var(--none, blue)"/></svg>';
  expect(coloured(svg)).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg"><path fill="redscript" stroke="blue"/></svg>'
  );
  document.body.style.removeProperty('--jp-brand-color1');
});
