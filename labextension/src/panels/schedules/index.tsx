import { addIcon, ToolbarButton } from '@jupyterlab/ui-components';
import { CommandIDs, type IServices } from '../../tokens';
import { Section } from '../../ui/section';
import { SchedulesBody } from './body';
import { SchedulesModel } from './model';
import { askRemove } from './remove';

/** The section with the schedules. */
export function createSchedulesPanel(services: IServices): Section<SchedulesModel> {
  const { commands, trans } = services;
  const model = new SchedulesModel(services);
  const section = new Section({
    model,
    title: trans.__('Schedules'),
    className: 'ct-SchedulesPanel',
    body: (
      <SchedulesBody
        model={model}
        trans={trans}
        onOpenJob={job => void commands.execute(CommandIDs.openJob, { job })}
        onOpenPipelineRun={pipeline =>
          void commands.execute(CommandIDs.openPipelineRun, { pipeline })
        }
        onRemove={schedule =>
          void askRemove(schedule, trans).then(remove =>
            remove ? model.remove(schedule) : false
          )
        }
      />
    )
  });
  section.toolbar.addItem(
    'new-schedule',
    new ToolbarButton({
      icon: addIcon,
      tooltip: trans.__('Schedule notebook…'),
      onClick: () => void commands.execute(CommandIDs.newSchedule)
    })
  );
  return section;
}
