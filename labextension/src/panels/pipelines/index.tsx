import { CommandIDs, type IServices } from '../../tokens';
import { Section } from '../../ui/section';
import { PipelinesBody } from './body';
import { PipelinesModel } from './model';

/** The section with the pipelines. */
export function createPipelinesPanel(services: IServices): Section<PipelinesModel> {
  const { commands, trans } = services;
  const model = new PipelinesModel(services);
  return new Section({
    model,
    title: trans.__('Pipelines'),
    className: 'ct-PipelinesPanel',
    body: (
      <PipelinesBody
        model={model}
        trans={trans}
        onOpenRun={pipeline =>
          void commands.execute(CommandIDs.openPipelineRun, { pipeline })
        }
      />
    )
  });
}
