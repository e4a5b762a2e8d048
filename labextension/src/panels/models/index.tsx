import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { listIcon, ToolbarButton } from '@jupyterlab/ui-components';
import { CommandIDs, type IServices } from '../../tokens';
import type { ModelVersion } from '../../nouns';
import { askPromotion, askRequest } from '../../registry/promote';
import { labelOf } from '../../registry/versions';
import { Section } from '../../ui/section';
import { ModelsBody } from './body';
import { ModelsModel } from './model';

/** Ask what an endpoint is called; null where the user thought better of it. */
async function askEndpoint(
  version: ModelVersion,
  trans: TranslationBundle
): Promise<string | null> {
  const { button, value } = await InputDialog.getText({
    title: trans.__('Deploy %1', labelOf(version)),
    label: trans.__('Name of the endpoint'),
    text: version.model,
    okLabel: trans.__('Deploy')
  });
  return button.accept ? (value ?? '').trim() || version.model : null;
}

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
        onDeploy={version =>
          void askEndpoint(version, trans).then(name =>
            name ? model.deploy(version, name) : false
          )
        }
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
