import type { ReactNode } from 'react';
import { Action, Actions } from '../../ui/actions';
import { Part } from '../../ui/part';
import { SearchList } from '../../ui/searches';
import type { IPageProps } from './services';
import { WhyForm } from './whyform';

/** Why a metric is not the same in two of the runs: what was found before, and how to find out. */
export function Why(props: IPageProps): JSX.Element {
  const { onOpenSearch, trans, why } = props;
  return (
    <Part className="ct-ComparePage-why" title={trans.__('Cause')}>
      <Known {...props} />
      <Actions label={trans.__('Actions')}>
        <Action
          name="why"
          label={trans.__('Why did it change?')}
          title={trans.__(
            'Run the first notebook again with parts of the other, until the cause is found'
          )}
          expanded={why.open}
          onClick={() => {
            why.open = !why.open;
          }}
        />
      </Actions>
      {why.open && (
        <WhyForm
          {...props}
          onStart={() =>
            void why.start().then(begun => {
              if (begun) {
                onOpenSearch(begun.id);
              }
            })
          }
        />
      )}
    </Part>
  );
}

/** What was found before; that nothing could be fetched is no reason to hide the rest. */
function Known({ onOpenSearch, trans, why }: IPageProps): ReactNode {
  const state = why.searches();
  return (
    state.phase === 'ready' &&
    state.value.length > 0 && (
      <SearchList searches={state.value} trans={trans} onOpen={onOpenSearch} />
    )
  );
}
