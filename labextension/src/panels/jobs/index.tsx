import { runIcon, ToolbarButton } from '@jupyterlab/ui-components';
import { CommandIDs, type IServices } from '../../tokens';
import { Section } from '../../ui/section';
import { JobsBody } from './body';
import { JobsModel } from './model';

/** The section with the jobs, and the button that starts one. */
export function createJobsPanel(services: IServices): Section<JobsModel> {
  const { commands, trans } = services;
  const model = new JobsModel(services);
  const section = new Section({
    model,
    title: trans.__('Jobs'),
    className: 'ct-JobsPanel',
    body: (
      <JobsBody
        model={model}
        trans={trans}
        onOpenJob={job => void commands.execute(CommandIDs.openJob, { job })}
        onOpenRun={run => void commands.execute(CommandIDs.openRun, { run })}
      />
    )
  });
  section.toolbar.addItem(
    'run-notebook',
    new ToolbarButton({
      icon: runIcon,
      tooltip: trans.__('Run notebook…'),
      onClick: () => void commands.execute(CommandIDs.runNotebook)
    })
  );
  return section;
}
