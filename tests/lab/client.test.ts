import { ServerConnection } from '@jupyterlab/services';
import { describe, expect, test } from 'vitest';
import { Client, RequestError } from '../../labextension/src/client';
import { trans } from './fakes';

interface ISent {
  url: string;
  method: string;
  body: string;
}

/** A client whose server gives one answer. */
function clientOf(answer: () => Response): { client: Client; sent: ISent[] } {
  const sent: ISent[] = [];
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: 'http://lab.test/hub/',
    fetch: async (input: RequestInfo | URL) => {
      const request = input as Request;
      sent.push({
        // JupyterLab appends the time, so that no cache answers.
        url: request.url.replace(/[?&]\d+$/, ''),
        method: request.method,
        body: await request.text()
      });
      return answer();
    }
  });
  return { client: new Client({ serverSettings, trans }), sent };
}

async function refusal(client: Client): Promise<RequestError> {
  return client.get('version', {}).then(
    () => {
      throw new Error('It was answered.');
    },
    (reason: unknown) => reason as RequestError
  );
}

function json(value: unknown, status = 200): () => Response {
  return () => new Response(JSON.stringify(value), { status });
}

describe('a request', () => {
  test('fills the path, escapes it, and leaves out what is not asked', async () => {
    const { client, sent } = clientOf(json({ key: 'a/b', points: [] }));
    await client.get('runs/{run_id}/metrics/{key}', {
      path: { run_id: 'r 1', key: 'a/b' }
    });
    await client.get('runs', { query: { search: 'x y', before: null, limit: 5 } });
    expect(sent.map(({ url }) => url)).toEqual([
      'http://lab.test/hub/celltrail/api/runs/r%201/metrics/a%2Fb',
      'http://lab.test/hub/celltrail/api/runs?search=x%20y&limit=5'
    ]);
  });

  test('posts its body as JSON and returns the answer', async () => {
    const { client, sent } = clientOf(json({ id: 'j' }));
    const body = { notebook: 'a.ipynb', parameters: { n: 1 } };
    expect(await client.post('jobs', { body })).toEqual({ id: 'j' });
    expect(sent).toEqual([
      {
        url: 'http://lab.test/hub/celltrail/api/jobs',
        method: 'POST',
        body: JSON.stringify(body)
      }
    ]);
  });
});

describe('a refusal', () => {
  test('is told in the words of the server', async () => {
    const problem = { code: 'not_found', message: 'No such run.', hint: 'List them.' };
    const error = await refusal(clientOf(json(problem, 404)).client);
    expect(error).toBeInstanceOf(RequestError);
    expect({ code: error.code, message: error.message, hint: error.hint }).toEqual(
      problem
    );
  });

  test('without words says that the extension is missing where nothing answers', async () => {
    const error = await refusal(
      clientOf(() => new Response('<html>', { status: 404 })).client
    );
    expect(error.code).toBe('missing');
    expect(error.hint).toContain('jupyter server extension enable celltrail');
  });

  test('says to log in again where the server forbids', async () => {
    const error = await refusal(clientOf(json({ message: 'Forbidden' }, 403)).client);
    expect(error.code).toBe('forbidden');
  });

  test('names the status where the answer is no JSON', async () => {
    const error = await refusal(
      clientOf(() => new Response('oops', { status: 500, statusText: 'Broken' })).client
    );
    expect(error.message).toBe('The server answered 500 Broken.');
  });

  test('is no answer where the body of a success was cut off', async () => {
    const error = await refusal(clientOf(() => new Response('{"version"')).client);
    expect(error.code).toBe('unexpected');
  });

  test('says that the server is away where the network fails', async () => {
    const { client } = clientOf(() => {
      throw new TypeError('Failed to fetch');
    });
    expect((await refusal(client)).code).toBe('unreachable');
  });
});
