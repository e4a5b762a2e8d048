import type { ReactNode } from 'react';
import { Part } from '../../ui/part';
import { SearchList } from '../../ui/searches';
import type { IPageProps } from './services';

/** Why a metric is not the same in another run, where somebody wanted to know. */
export function SearchesSection({ model, onOpenSearch, trans }: IPageProps): ReactNode {
  const state = model.searches();
  return (
    state.phase === 'ready' &&
    state.value.length > 0 && (
      <Part
        className="ct-RunPage-searches"
        title={trans.__('Cause')}
        aside={state.value.length}
      >
        <SearchList searches={state.value} trans={trans} onOpen={onOpenSearch} />
      </Part>
    )
  );
}
