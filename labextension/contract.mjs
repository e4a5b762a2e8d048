// Makes src/contract.ts from the OpenAPI document of the server.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import * as prettier from 'prettier';

const DOCUMENT = new URL('../python/celltrail/server/openapi.json', import.meta.url);
const TYPES = new URL('./src/contract.ts', import.meta.url);
const HEADER =
  '// Made from openapi.json by `npm run contract`. Not written by hand.\n\n';

/** Return the text that src/contract.ts must have. */
export async function contractText() {
  const document = JSON.parse(await readFile(DOCUMENT, 'utf8'));
  // A field with a default may be left out of a request; answers list all of theirs as required.
  const ast = await openapiTS(document, {
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    immutable: true
  });
  const options = await prettier.resolveConfig(TYPES);
  return prettier.format(HEADER + astToString(ast), { ...options, parser: 'typescript' });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await writeFile(TYPES, await contractText());
}
