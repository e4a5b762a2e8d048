import type { RunRow } from '../../nouns';
import { Age } from '../../ui/clock';
import { Lamp } from '../../ui/lamp';
import { Row } from '../../ui/row';
import { StatusMark } from '../../ui/status';
import { ValueLine } from '../../ui/values';
import { wordFor } from '../../words';
import { Part } from '../../ui/part';
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
      <div className="ct-List" role="list">
        {runs.map(({ metrics, run }) => (
          <Row
            key={run.id}
            id={run.id}
            mark={<StatusMark status={run.status} label={wordFor(run.status, trans)} />}
            title={
              <>
                {run.name}
                {run.stale && <Lamp label={trans.__('an input has changed since')} />}
              </>
            }
            aside={<Age at={run.started_at} trans={trans} />}
            onClick={() => {
              onOpenRun(run.id);
            }}
          >
            <ValueLine kind="metric" values={metrics} />
          </Row>
        ))}
      </div>
    </Part>
  );
}
