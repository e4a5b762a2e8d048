import { listIcon, ToolbarButton } from '@jupyterlab/ui-components';
import { CommandIDs, type IServices } from '../../tokens';
import { askPromotion, askRequest } from '../../registry/promote';
import { Section } from '../../ui/section';
import { ModelsBody } from './body';
import { ModelsModel } from './model';

/** The section with the models. */
export function createModelsPanel(services: IServices): Section<ModelsModel> {
  const { commands, trans } = services;
  const model = new ModelsModel(services);
  const section = new Section({
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
        onRequest={(version, of) =>
          void askRequest(version, of, trans).then(request =>
            request ? model.requestApproval(version, request) : false
          )
        }
        onOpen={version => void commands.execute(CommandIDs.openVersion, { version })}
        onDeploy={version => void model.deploy(version)}
        onOpenRun={run => void commands.execute(CommandIDs.openRun, { run })}
      />
    )
  });
  model.changed.connect(({ pending }) => {
    section.title.label = pending.length
      ? trans.__('Models (%1)', pending.length)
      : trans.__('Models');
  });
  section.toolbar.addItem(
    'audit',
    new ToolbarButton({
      icon: listIcon,
      tooltip: trans.__('Audit log'),
      onClick: () => void commands.execute(CommandIDs.openAudit)
    })
  );
  return section;
}
