import { addIcon, ToolbarButton } from '@jupyterlab/ui-components';
import { CommandIDs, type IServices } from '../../tokens';
import { Section } from '../../ui/section';
import { SweepsBody } from './body';
import { SweepsModel } from './model';

/** The section with the sweeps. */
export function createSweepsPanel(services: IServices): Section<SweepsModel> {
  const { commands, trans } = services;
  const model = new SweepsModel(services);
  const section = new Section({
    model,
    title: trans.__('Sweeps'),
    className: 'ct-SweepsPanel',
    body: (
      <SweepsBody
        model={model}
        trans={trans}
        onOpen={sweep => void commands.execute(CommandIDs.openSweep, { sweep })}
      />
    )
  });
  section.toolbar.addItem(
    'new-sweep',
    new ToolbarButton({
      icon: addIcon,
      tooltip: trans.__('Sweep notebook…'),
      onClick: () => void commands.execute(CommandIDs.newSweep)
    })
  );
  return section;
}
