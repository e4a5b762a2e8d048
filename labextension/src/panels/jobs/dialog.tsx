import { askByForm, askForNotebook } from '../../form/dialog';
import { NotebookForm } from '../../form/fields';
import { CommandIDs, type IServices } from '../../tokens';

import { JobRequestModel } from './request';

/** Ask for a notebook's parameters, and run it as a job. */
export async function runNotebook(
  services: IServices,
  path: string | null
): Promise<void> {
  const { commands, trans } = services;
  const notebook =
    path ?? (await askForNotebook(services, trans.__('Run which notebook?')));
  if (notebook === null) {
    return;
  }
  const model = new JobRequestModel(services, notebook);
  const done = await askByForm({
    title: trans.__('Run notebook'),
    body: <NotebookForm model={model} trans={trans} />,
    model,
    ok: trans.__('Run'),
    caption: trans.__('The notebook runs as it was last saved'),
    instead: [
      {
        label: trans.__('Schedule…'),
        caption: trans.__('Let it run by itself instead'),
        onClick: () => void commands.execute(CommandIDs.newSchedule, { path: notebook })
      },
      {
        label: trans.__('Sweep…'),
        caption: trans.__('Search over its parameters instead'),
        onClick: () => void commands.execute(CommandIDs.newSweep, { path: notebook })
      }
    ]
  });
  if (done) {
    await commands.execute(CommandIDs.openSidebar, { panel: 'jobs' });
  }
}
