// @vitest-environment node
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { contractText } from '../../labextension/contract.mjs';

test('contract.ts is what openapi.json makes', async () => {
  const path = new URL('../../labextension/src/contract.ts', import.meta.url);
  const isUpToDate = (await readFile(path, 'utf8')) === (await contractText());
  expect(isUpToDate, 'contract.ts is stale. Run `npm run contract`.').toBe(true);
}, 60_000); // it formats thousands of lines
