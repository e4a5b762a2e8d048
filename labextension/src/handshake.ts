import type { TranslationBundle } from '@jupyterlab/translation';
import { RequestError, type IClient } from './client';

/** What stands between the two halves of celltrail, in words; null where they fit. */
export async function findMismatch(
  client: IClient,
  version: string,
  trans: TranslationBundle
): Promise<string | null> {
  try {
    const answer = await client.get('version', {});
    if (answer.version === version) {
      return null;
    }
    return trans.__(
      'celltrail in the browser is %1, on the server it is %2. Run `pip install celltrail==%1` where the Jupyter server runs, restart it and reload this page.',
      version,
      answer.version
    );
  } catch (reason) {
    const error = RequestError.from(reason);
    if (error.code === 'missing') {
      return trans.__(
        'The server side of celltrail is missing. Run `pip install celltrail==%1` where the Jupyter server runs, `jupyter server extension enable celltrail`, and restart the server.',
        version
      );
    }
    // A server that is away says so in each panel already.
    return null;
  }
}
