import type { Deployment, Model } from '../../nouns';

const VALUES: readonly [type: RegExp, value: unknown][] = [
  [/^bool/, false],
  [/^(u?int|double|float|half|decimal)/, 0],
  [/./, '']
];

/** A request that a deployment takes: a row with the columns of its model, where they are known. */
export function exampleBody(deployment: Deployment, model: Model | null): string {
  const answering = deployment.routes.find(route => !route.shadow);
  const version = model?.versions.find(one => one.number === answering?.version);
  const columns = version?.signature.inputs ?? [];
  const row = columns.map(column => [column.name, valueOf(column.type)] as const);
  return JSON.stringify({ rows: [Object.fromEntries(row)] });
}

/** A command for a terminal that asks a deployment once. */
export function curl(deployment: Deployment, model: Model | null): string {
  // Inside single quotes a shell takes everything as it is, but a single quote.
  const body = exampleBody(deployment, model).replaceAll("'", "'\\''");
  const url = `${deployment.url}/predict`;
  return `curl -s ${url} -H 'Content-Type: application/json' -d '${body}'`;
}

function valueOf(type: string): unknown {
  return VALUES.find(([of]) => of.test(type))?.[1];
}
