import { describe, expect, it } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import { findMismatch } from '../../labextension/src/handshake';
import { fakeServices, trans } from './fakes';

function mismatch(version: () => unknown): Promise<string | null> {
  return findMismatch(fakeServices({ version }).services.client, '0.2.0', trans);
}

describe('the handshake', () => {
  it('is silent where both halves have one version', async () => {
    expect(await mismatch(() => ({ version: '0.2.0', home: '/' }))).toBeNull();
  });

  it('gives the command that brings the server to the version of the browser', async () => {
    expect(await mismatch(() => ({ version: '0.1.0', home: '/' }))).toContain(
      'pip install celltrail==0.2.0'
    );
  });

  it('says how to install the server side where it is missing', async () => {
    const text = await mismatch(() =>
      Promise.reject(new RequestError('missing', '', ''))
    );
    expect(text).toContain('pip install celltrail==0.2.0');
    expect(text).toContain('jupyter server extension enable celltrail');
  });

  it('is silent while the server is away, for each panel says so', async () => {
    expect(
      await mismatch(() => Promise.reject(new RequestError('unreachable', '', '')))
    ).toBeNull();
  });
});
