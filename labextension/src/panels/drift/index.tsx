import { CommandIDs, type IServices } from '../../tokens';
import { Section } from '../../ui/section';
import { DriftBody } from './body';
import { DriftModel } from './model';

/** The section with the drift of every deployment. */
export function createDriftPanel(services: IServices): Section<DriftModel> {
  const { commands, trans } = services;
  const model = new DriftModel(services);
  return new Section({
    model,
    title: trans.__('Drift'),
    className: 'ct-DriftPanel',
    body: (
      <DriftBody
        model={model}
        trans={trans}
        actions={{
          check: deployment =>
            void commands.execute(CommandIDs.checkDrift, { deployment }),
          openJob: () => void commands.execute(CommandIDs.openSidebar, { panel: 'jobs' })
        }}
      />
    )
  });
}
