import { refreshIcon, ToolbarButton } from '@jupyterlab/ui-components';
import { CommandIDs, type IServices } from '../../tokens';
import { Section } from '../../ui/section';
import { DriftBody } from './body';
import { DriftModel } from './model';

/** The section with the drift. */
export function createDriftPanel(services: IServices): Section<DriftModel> {
  const { commands, trans } = services;
  const model = new DriftModel(services);
  const section = new Section({
    model,
    title: trans.__('Drift'),
    className: 'ct-DriftPanel',
    body: (
      <DriftBody
        model={model}
        trans={trans}
        onOpenRun={run => void commands.execute(CommandIDs.openRun, { run })}
      />
    )
  });
  section.toolbar.addItem(
    'check',
    new ToolbarButton({
      icon: refreshIcon,
      tooltip: trans.__('Check drift now'),
      onClick: () => void model.check()
    })
  );
  return section;
}
