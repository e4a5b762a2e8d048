import { expect, test } from 'vitest';
import { UseSignal } from '@jupyterlab/ui-components';
import { RunPageModel } from '../../labextension/src/pages/run/model';
import { SearchesSection } from '../../labextension/src/pages/run/searches';
import type { IPageProps } from '../../labextension/src/pages/run/services';
import { fakeServices, settled, trans } from './fakes';
import { doing, one, render } from './render';
import { aSearch } from './searches';

const KNOWN = 'GET runs/{run_id}/bisections';

async function show(
  answers: Record<string, unknown>
): Promise<{ host: HTMLElement; opened: string[] }> {
  const model = new RunPageModel(fakeServices(answers), 'a');
  const opened: string[] = [];
  const onOpenSearch = (id: string): void => void opened.push(id);
  const page = { model, trans, onOpenSearch } as unknown as IPageProps;
  const host = await render(
    <UseSignal signal={model.changed}>{() => <SearchesSection {...page} />}</UseSignal>
  );
  await doing(async () => {
    model.visible = true;
    await settled();
  });
  return { host, opened };
}

test('a run of which nobody asked why has no part for it', async () => {
  expect((await show({ [KNOWN]: { bisections: [] } })).host.textContent).toBe('');
  expect((await show({})).host.textContent).toBe('');
});

test('searches say what they found, why they failed or how far they are, and open', async () => {
  const { host, opened } = await show({
    [KNOWN]: {
      bisections: [
        aSearch({ id: 'c', experiments: 2 }),
        aSearch({ id: 'b', status: 'failed', error: 'Its process is gone.' }),
        aSearch({ id: 'a', status: 'finished', verdict: 'score rose because of rate.' }),
        aSearch({ id: 'z', status: 'cancelled' })
      ]
    }
  });
  const titles = [...host.querySelectorAll('.ct-Row-title')].map(row => row.textContent);
  expect(titles).toEqual([
    '2 experiments by now',
    'Its process is gone.',
    'score rose because of rate.',
    'cancelled'
  ]);
  one(host, '.ct-Row[data-id="a"]').click();
  expect(opened).toEqual(['a']);
});
