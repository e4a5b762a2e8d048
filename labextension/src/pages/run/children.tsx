import type { RunRow } from '../../nouns';
import { Part } from '../../ui/part';
import { RunList } from '../../ui/runlist';
import type { IPageProps } from './services';

/** The runs inside this one. */
export function ChildrenSection(
  props: IPageProps & { runs: readonly RunRow[] }
): JSX.Element {
  const { onOpenRun, runs, trans } = props;
  return (
    <Part
      className="ct-RunPage-children"
      title={trans.__('Runs inside')}
      aside={runs.length}
    >
      <RunList runs={runs} trans={trans} onOpenRun={onOpenRun} />
    </Part>
  );
}
