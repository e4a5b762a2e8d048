import { CommandIDs, type IServices } from '../../tokens';
import { Section } from '../../ui/section';
import { ModelsBody } from './body';
import { ModelsModel } from './model';
import { askPromotion } from './promote';

/** The section with the models. */
export function createModelsPanel(services: IServices): Section<ModelsModel> {
  const { commands, trans } = services;
  const model = new ModelsModel(services);
  return new Section({
    model,
    title: trans.__('Models'),
    className: 'ct-ModelsPanel',
    body: (
      <ModelsBody
        model={model}
        trans={trans}
        onPromote={(version, of) =>
          void askPromotion(version, of, trans).then(promotion =>
            promotion ? model.promote(version, promotion) : false
          )
        }
        onDeploy={version => void model.deploy(version)}
        onOpenRun={run => void commands.execute(CommandIDs.openRun, { run })}
      />
    )
  });
}
