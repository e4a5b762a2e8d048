import { formatTime } from '../../format';
import { Chip } from '../../ui/chip';
import { Part } from '../../ui/part';
import { StateView } from '../../ui/state';
import type { TimelineEntry } from '../../nouns';
import type { IVersionProps } from './services';

/** What happened to it, by whom, and why. */
export function HistoryPart(props: IVersionProps): JSX.Element {
  const { model, trans } = props;
  return (
    <Part className="ct-VersionPage-history" title={trans.__('History')}>
      <StateView
        state={model.timeline()}
        trans={trans}
        onRetry={() => void model.refresh()}
      >
        {entries => (
          <ol className="ct-Timeline">
            {entries.map((entry, i) => (
              <Entry key={`${entry.at}/${i}`} entry={entry} trans={trans} />
            ))}
          </ol>
        )}
      </StateView>
    </Part>
  );
}

function Entry(props: {
  entry: TimelineEntry;
  trans: IVersionProps['trans'];
}): JSX.Element {
  const { entry, trans } = props;
  return (
    <li data-kind={entry.kind}>
      <time className="ct-Quiet">{formatTime(entry.at)}</time>
      <span>
        {entry.text} {entry.reason !== '' && <q>{entry.reason}</q>}
      </span>
      <Chip label={entry.who || trans.__('somebody')} />
    </li>
  );
}
