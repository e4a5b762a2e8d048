import type { TranslationBundle } from '@jupyterlab/translation';
import type { CauseSearch } from '../nouns';
import { wordFor } from '../words';
import { Age } from './clock';
import { Row } from './row';
import { StatusMark } from './status';

/** Some searches for causes, each with what it found. */
export function SearchList(props: {
  searches: readonly CauseSearch[];
  trans: TranslationBundle;
  onOpen: (bisection: string) => void;
}): JSX.Element {
  const { onOpen, searches, trans } = props;
  return (
    <div className="ct-List ct-SearchList" role="list">
      {searches.map(search => (
        <Row
          key={search.id}
          id={search.id}
          mark={
            <StatusMark status={search.status} label={wordFor(search.status, trans)} />
          }
          title={titleOf(search, trans)}
          aside={<Age at={search.started_at} trans={trans} />}
          onClick={() => {
            onOpen(search.id);
          }}
        />
      ))}
    </div>
  );
}

/** What was found, else why nothing was, else how far it is. */
function titleOf(search: CauseSearch, trans: TranslationBundle): string {
  const { error, experiments, status, verdict } = search;
  if (verdict || error) {
    return verdict || (error ?? '');
  }
  return status === 'running'
    ? trans.__('%1 experiments by now', experiments)
    : wordFor(status, trans);
}
