import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../../labextension/src/version';

const root = join(import.meta.dirname, '..', '..');

describe('the contract', () => {
  it('has the types that the OpenAPI document makes', { timeout: 30_000 }, () => {
    const made = execFileSync(
      process.execPath,
      ['labextension/contract.mjs', '--print'],
      {
        cwd: root,
        encoding: 'utf8'
      }
    );
    const committed = readFileSync(join(root, 'labextension/src/contract.ts'), 'utf8');
    expect(committed === made, 'contract.ts is stale: run `npm run contract`').toBe(true);
  });

  it('is spoken in the version that package.json names', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(VERSION).toBe(manifest.version);
  });
});
