import { UseSignal } from '@jupyterlab/ui-components';
import { Part } from '../../ui/part';
import { StateView } from '../../ui/state';
import { Suspects } from '../../ui/suspects';
import { Effects } from './effects';
import { BisectionHeader } from './header';
import type { IBisectionPageProps, IPartProps } from './services';
import { Trials } from './trials';

/** The page of a search for the causes of a changed metric. */
export function BisectionPageBody(props: IBisectionPageProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {search => <Search {...props} search={search} />}
        </StateView>
      )}
    </UseSignal>
  );
}

function Search(props: IPartProps): JSX.Element {
  const { search, trans } = props;
  const { effects, suspects, trials } = search;
  const open = suspects.filter(({ state }) => state === 'suspect').length;
  return (
    <article className="ct-RunPage-content">
      <BisectionHeader {...props} />
      {suspects.length > 0 && (
        <Part
          className="ct-BisectionPage-suspects"
          title={trans.__('What differs between A and B')}
          aside={
            search.status === 'running' &&
            trans.__('%1 of %2 still suspected', open, suspects.length)
          }
        >
          <Suspects suspects={suspects} trans={trans} />
        </Part>
      )}
      {trials.length > 0 && <Trials {...props} />}
      {(search.causes.length > 1 || !trials.length) && effects.length > 0 && (
        <Effects {...props} />
      )}
    </article>
  );
}
