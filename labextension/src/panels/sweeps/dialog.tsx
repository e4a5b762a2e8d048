import { askByForm, askForNotebook } from '../../form/dialog';
import { CommandIDs, type IServices } from '../../tokens';
import { SweepForm } from './form';
import { SweepRequestModel } from './request';

/** Ask what is to be searched, and begin. */
export async function newSweep(services: IServices, path: string | null): Promise<void> {
  const { commands, trans } = services;
  const notebook =
    path ?? (await askForNotebook(services, trans.__('Search over which notebook?')));
  if (notebook === null) {
    return;
  }
  const model = new SweepRequestModel(services, notebook);
  const done = await askByForm({
    title: trans.__('Sweep notebook'),
    body: <SweepForm model={model} trans={trans} />,
    model,
    ok: trans.__('Start'),
    caption: trans.__('The same sweep as before goes on where it was')
  });
  if (done) {
    await commands.execute(CommandIDs.openSidebar, { panel: 'sweeps' });
  }
}
