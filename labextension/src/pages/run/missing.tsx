import { Empty } from '../../ui/empty';
import type { IPageProps } from './services';

/** A tab that JupyterLab brought back, of a run that is kept elsewhere or was removed. */
export function Missing({ model, trans }: IPageProps): JSX.Element {
  const home = model.home();
  return (
    <Empty title={trans.__('This run is not kept here')}>
      <p>
        <code>{model.run}</code>
      </p>
      {home.phase === 'ready' && (
        <p>{trans.__('This server looks in %1.', home.value)}</p>
      )}
      <p>
        {trans.__(
          'The tab may have been left by a server with another home, or the run was removed. Close the tab, or start the server where the run was made.'
        )}
      </p>
    </Empty>
  );
}
