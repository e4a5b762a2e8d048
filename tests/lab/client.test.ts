import { ServerConnection } from '@jupyterlab/services';
import { describe, expect, it, vi } from 'vitest';
import { Client, RequestError } from '../../labextension/src/client';
import { trans } from './fakes';

type Fetch = (request: Request) => Promise<Response>;

function clientOver(fetch: Fetch): Client {
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: 'http://localhost:8888/base/',
    fetch: fetch as typeof globalThis.fetch
  });
  return new Client({ serverSettings, trans });
}

function answering(status: number, body: string): Client {
  return clientOver(() => Promise.resolve(new Response(body, { status })));
}

async function refusalOf(client: Client): Promise<RequestError> {
  return await client.get('version', {}).then(
    () => {
      throw new Error('It was answered.');
    },
    (reason: unknown) => reason as RequestError
  );
}

describe('the client', () => {
  it('fills the path, writes the query, and leaves out what is not asked for', async () => {
    const fetch = vi.fn<Fetch>(() => Promise.resolve(new Response('{"ok": 1}')));
    const client = clientOver(fetch);
    await client.get('runs', { query: { search: 'a b', before: null, limit: 5 } });
    await client.get('runs/{run_id}/metrics/{key}', {
      path: { run_id: 'r', key: 'a/b' }
    });
    expect(fetch.mock.calls.map(([request]) => request.url)).toEqual([
      'http://localhost:8888/base/celltrail/api/runs?search=a%20b&limit=5',
      'http://localhost:8888/base/celltrail/api/runs/r/metrics/a%2Fb'
    ]);
  });

  it('sends the body of a post as JSON', async () => {
    const fetch = vi.fn<Fetch>(() => Promise.resolve(new Response('{"ok": 1}')));
    await clientOver(fetch).post('drift', { body: { deployment: 'churn' } });
    const request = fetch.mock.calls[0]?.[0];
    expect(request?.method).toBe('POST');
    expect(await request?.json()).toEqual({ deployment: 'churn' });
  });

  it('passes on what the server says of a refusal', async () => {
    const body = { code: 'not_found', message: 'No run x.', hint: 'The latest is y.' };
    expect(await refusalOf(answering(404, JSON.stringify(body)))).toMatchObject(body);
  });

  it('says that the server does not answer when the network is down', async () => {
    const error = await refusalOf(
      clientOver(() => Promise.reject(new TypeError('failed')))
    );
    expect(error).toMatchObject({
      code: 'unreachable',
      message: 'The Jupyter server does not answer.'
    });
  });

  it('says how to enable the server side where its addresses are not known', async () => {
    const error = await refusalOf(answering(404, '<html>404</html>'));
    expect(error.code).toBe('missing');
    expect(error.hint).toContain('jupyter server extension enable celltrail');
  });

  it('says that one has to log in again when the token has run out', async () => {
    expect(await refusalOf(answering(403, '{"message": "Forbidden"}'))).toMatchObject({
      code: 'forbidden',
      hint: 'Log in again, or ask who runs the server.'
    });
  });

  it('names the status of an answer that nobody expected', async () => {
    expect((await refusalOf(answering(500, 'oops'))).message).toContain('500');
    expect((await refusalOf(answering(200, 'no JSON'))).code).toBe('unexpected');
  });
});
