import { RenderMimeRegistry } from '@jupyterlab/rendermime';
import { vi } from 'vitest';
import type { GateResult } from '../../labextension/src/nouns';
import { VersionPageBody } from '../../labextension/src/pages/version/body';
import { VersionPageModel } from '../../labextension/src/pages/version/model';
import { fakeServices, settled, trans, type IFakeServices } from './fakes';
import { aRequest, CARD, COLUMN, HOSTILE } from './records.registry';
import { aModel, aVersion } from './records.serving';
import { doing, render } from './render';

/** Draw the page of churn/3, of which a server in memory knows all. */
export async function show(
  answers: Record<string, unknown> = {},
  gates: readonly GateResult[] = aVersion(3).gates
): Promise<{ host: HTMLElement; model: VersionPageModel; services: IFakeServices }> {
  const version = aVersion(3, {
    gates: [...gates],
    aliases: ['challenger'],
    description: HOSTILE,
    unsafe: true,
    signature: { inputs: [COLUMN], outputs: [] }
  });
  const champion = aVersion(2, { aliases: ['champion'], metrics: { auc: 0.8 } });
  const services = fakeServices({
    'GET models/{name}': aModel([version, champion]),
    'GET models/{name}/versions/{number}/checks': {
      checks: [
        {
          model: 'churn',
          number: 3,
          alias: 'champion',
          at: 1_700_000_100,
          who: 'bob',
          results: gates
        }
      ]
    },
    'GET approvals': { approvals: [aRequest()], who: 'bob' },
    'GET models/{name}/timeline': {
      entries: [
        {
          at: 1,
          who: 'ada',
          kind: 'registered',
          number: 3,
          text: 'Registered.',
          reason: HOSTILE
        }
      ]
    },
    'GET runs/{run_id}/lineage': { nodes: [], edges: [] },
    'GET deployments': { deployments: [] },
    'GET policies': { policies: [] },
    'GET scores': { scores: [] },
    'GET models/{name}/versions/{number}/card': CARD,
    'GET models/{name}/versions/{number}/explanations': {
      explanation: null,
      plots: [],
      rows: []
    },
    ...answers
  });
  const model = new VersionPageModel(services, 'churn', 3);
  const none = vi.fn();
  const host = await render(
    <VersionPageBody
      model={model}
      trans={trans}
      rendermime={new RenderMimeRegistry()}
      highlight={null}
      bytesUrl={digest => digest}
      onOpenRun={none}
      onOpenNode={none}
      onOpenVersion={none}
      onOpenAudit={none}
    />
  );
  await doing(async () => {
    model.visible = true;
    await model.refresh();
    await settled();
  });
  return { host, model, services };
}

/** Type into a control as a person does. */
export async function type(
  control: HTMLInputElement | HTMLTextAreaElement,
  text: string
): Promise<void> {
  const kind =
    control instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  await doing(() => {
    Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(control, text);
    control.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
