import { attempt } from '../../report';
import { CommandIDs, type IServices } from '../../tokens';
import { Section } from '../../ui/section';
import { JobsBody } from './body';
import { JobsModel } from './model';

/** The section with the jobs. */
export function createJobsPanel(services: IServices): Section<JobsModel> {
  const { commands, trans } = services;
  const model = new JobsModel(services);
  return new Section({
    model,
    title: trans.__('Jobs'),
    className: 'ct-JobsPanel',
    body: (
      <JobsBody
        model={model}
        trans={trans}
        actions={{
          runNotebook: () => void commands.execute(CommandIDs.runNotebook),
          cancel: job => void attempt(trans, () => model.cancel(job)),
          openRun: run => void commands.execute(CommandIDs.openRun, { run })
        }}
      />
    )
  });
}
