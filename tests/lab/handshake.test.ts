import { expect, test } from 'vitest';
import { RequestError, type IClient } from '../../labextension/src/client';
import { findMismatch } from '../../labextension/src/handshake';
import { FakeClient, trans } from './fakes';

function ask(answer: unknown): Promise<string | null> {
  const client = new FakeClient({ 'GET version': answer });
  return findMismatch(client as unknown as IClient, '1.2.0', trans);
}

test('two halves of one version fit', async () => {
  expect(await ask({ version: '1.2.0', home: '' })).toBeNull();
});

test('another version on the server is told with the command that mends it', async () => {
  const said = await ask({ version: '1.1.0', home: '' });
  expect(said).toContain('1.1.0');
  expect(said).toContain('pip install celltrail==1.2.0');
});

test('a missing server side is told with the commands that mend it', async () => {
  const said = await ask(() => {
    throw new RequestError('missing', 'It is not there.', '');
  });
  expect(said).toContain('pip install celltrail==1.2.0');
  expect(said).toContain('jupyter server extension enable celltrail');
});

test('a server that is away is no mismatch', async () => {
  const said = await ask(() => {
    throw new RequestError('unreachable', 'It does not answer.', '');
  });
  expect(said).toBeNull();
});
