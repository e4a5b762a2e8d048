import { InputDialog, Notification } from '@jupyterlab/apputils';
import { attempt } from './report';
import { CommandIDs, type IServices } from './tokens';
import { wordFor } from './words';

/** Compare what a deployment was asked lately with its training data; without a name, ask for one. */
export async function checkDrift(
  services: IServices,
  deployment: string | null
): Promise<void> {
  const { client, commands, trans } = services;
  const name = deployment ?? (await attempt(() => askForDeployment(services)));
  if (name === null) {
    return;
  }
  const report = await attempt(() =>
    client.post('drift', { body: { deployment: name } })
  );
  if (report) {
    Notification.info(
      trans.__('Drift of %1: %2.', name, wordFor(report.verdict, trans)),
      { autoClose: 5000 }
    );
    await commands.execute(CommandIDs.openSidebar, { panel: 'drift' });
  }
}

async function askForDeployment({ client, trans }: IServices): Promise<string | null> {
  const { deployments } = await client.get('deployments', {});
  const names = [...new Set(deployments.map(deployment => deployment.name))];
  if (names.length <= 1) {
    if (!names.length) {
      Notification.info(trans.__('Nothing is deployed yet: there is nothing to check.'), {
        autoClose: 5000
      });
    }
    return names[0] ?? null;
  }
  const answer = await InputDialog.getItem({
    title: trans.__('Check the drift of which deployment?'),
    items: names
  });
  return answer.button.accept ? answer.value : null;
}
