import { askByForm, askForNotebook } from '../../form/dialog';
import { CommandIDs, type IServices } from '../../tokens';
import { ScheduleForm } from './form';
import { ScheduleRequestModel } from './request';

/** Ask when a notebook is to run by itself, and let it. */
export async function newSchedule(
  services: IServices,
  path: string | null
): Promise<void> {
  const { commands, trans } = services;
  const notebook =
    path ?? (await askForNotebook(services, trans.__('Schedule which notebook?')));
  if (notebook === null) {
    return;
  }
  const model = new ScheduleRequestModel(services, notebook);
  const done = await askByForm({
    title: trans.__('Schedule notebook'),
    body: <ScheduleForm model={model} trans={trans} />,
    model,
    ok: trans.__('Schedule'),
    caption: trans.__('Each start runs the notebook as it is saved then')
  });
  if (done) {
    await commands.execute(CommandIDs.openSidebar, { panel: 'schedules' });
  }
}
