import type { TranslationBundle } from '@jupyterlab/translation';
import { useState, type ReactNode } from 'react';
import { Action, Actions } from './actions';

/** How many things are drawn at once. */
export const PAGE = 100;

/** In the place of the first thing: the page where a run is. */
export const WHERE_IT_IS = -1;

interface IPagerProps {
  /** The place of the first thing that is shown, from 0. */
  first: number;
  total: number;
  trans: TranslationBundle;
  onFirst: (first: number) => void;
}

/** Which of many things are shown, and the way to the others; nothing where all are. */
export function Pager(props: IPagerProps): ReactNode {
  const { first, onFirst, total, trans } = props;
  if (total <= PAGE) {
    return null;
  }
  const last = Math.floor((total - 1) / PAGE) * PAGE;
  const way = (name: string, label: string, title: string, to: number): JSX.Element => (
    <Action
      name={name}
      label={label}
      title={title}
      disabled={to === first}
      onClick={() => {
        onFirst(to);
      }}
    />
  );
  return (
    <div className="ct-Pager">
      <Actions label={trans.__('Pages')}>
        {way('first', '«', trans.__('First'), 0)}
        {way('previous', '‹', trans.__('Previous'), Math.max(0, first - PAGE))}
        <span className="ct-Pager-where" role="status">
          {trans.__(
            '%1 to %2 of %3',
            first + 1,
            Math.min(first + PAGE, total),
            total.toLocaleString()
          )}
        </span>
        {way('next', '›', trans.__('Next'), Math.min(last, first + PAGE))}
        {way('last', '»', trans.__('Last'), last)}
      </Actions>
    </div>
  );
}

/** Many things of which a page is drawn at a time. */
export function Paged<T>(props: {
  items: readonly T[];
  trans: TranslationBundle;
  children: (items: readonly T[]) => ReactNode;
}): JSX.Element {
  const { children, items, trans } = props;
  const [wanted, setWanted] = useState(0);
  const first = wanted < items.length ? wanted : 0;
  return (
    <>
      {children(items.slice(first, first + PAGE))}
      <Pager first={first} total={items.length} trans={trans} onFirst={setWanted} />
    </>
  );
}
