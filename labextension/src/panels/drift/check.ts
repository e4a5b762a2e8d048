import { InputDialog, Notification } from '@jupyterlab/apputils';
import { attempt } from '../../report';
import { CommandIDs, type IServices } from '../../tokens';
import { wordFor } from '../../words';
import { windowName } from './map';

/** Compare what a deployment was asked lately with its training data, and say what came out. */
export async function checkDrift(
  services: IServices,
  deployment: string | null
): Promise<void> {
  const { client, commands, trans } = services;
  await attempt(trans, async () => {
    const name = deployment ?? (await askDeployment(services));
    if (name === null) {
      return;
    }
    const report = await client.post('drift', { body: { deployment: name } });
    const verdict = wordFor(report.verdict, trans);
    Notification.info(trans.__('%1, %2: %3', name, windowName(report), verdict), {
      autoClose: 5000
    });
    await commands.execute(CommandIDs.openSidebar, { panel: 'drift' });
  });
}

async function askDeployment({ client, trans }: IServices): Promise<string | null> {
  const { deployments } = await client.get('deployments', {});
  const names = deployments.map(deployment => deployment.name);
  if (names.length === 0) {
    Notification.info(
      trans.__('Nothing is deployed yet. Deploy a model with `%deploy churn`.')
    );
    return null;
  }
  const answer = await InputDialog.getItem({
    title: trans.__('Check Drift'),
    label: trans.__('Which deployment?'),
    items: names,
    okLabel: trans.__('Check')
  });
  return answer.button.accept ? answer.value : null;
}
