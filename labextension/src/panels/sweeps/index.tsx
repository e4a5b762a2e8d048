import { CommandIDs, type IServices } from '../../tokens';
import { Section } from '../../ui/section';
import { SweepsBody } from './body';
import { SweepsModel } from './model';

/** The section with the sweeps. */
export function createSweepsPanel(services: IServices): Section<SweepsModel> {
  const { commands, trans } = services;
  const model = new SweepsModel(services);
  return new Section({
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
}
