import { InputDialog, Notification } from '@jupyterlab/apputils';
import { attempt } from '../../report';
import { CommandIDs, type IServices } from '../../tokens';
import { Section } from '../../ui/section';
import { ModelsBody, type IModelActions } from './body';
import { ModelsModel } from './model';
import { askPromotion } from './promote';

/** The section with the models. */
export function createModelsPanel(services: IServices): Section<ModelsModel> {
  const { trans } = services;
  const model = new ModelsModel(services);
  return new Section({
    model,
    title: trans.__('Models'),
    className: 'ct-ModelsPanel',
    body: <ModelsBody model={model} trans={trans} actions={actionsOf(model, services)} />
  });
}

function actionsOf(model: ModelsModel, { commands, trans }: IServices): IModelActions {
  return {
    openRun: run => void commands.execute(CommandIDs.openRun, { run }),
    promote: version =>
      void attempt(trans, async () => {
        const promotion = await askPromotion(version, trans);
        if (promotion) {
          await model.promote(version, promotion.alias, promotion.reason);
        }
      }),
    deploy: version =>
      void attempt(trans, async () => {
        const answer = await InputDialog.getText({
          title: trans.__('Deploy %1, version %2', version.model, version.number),
          label: trans.__('Name of the deployment'),
          text: version.model,
          okLabel: trans.__('Deploy')
        });
        if (answer.button.accept && answer.value) {
          const url = await model.deploy(version, answer.value);
          Notification.success(trans.__('%1 answers at %2', answer.value, url));
        }
      })
  };
}
