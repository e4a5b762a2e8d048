import type { TranslationBundle } from '@jupyterlab/translation';
import type { RunRow } from '../nouns';
import { wordFor } from '../words';
import { Age } from './clock';
import { Lamp } from './lamp';
import { Row } from './row';
import { StatusMark } from './status';
import { ValueLine } from './values';

/** Some runs, each with its metrics. */
export function RunList(props: {
  runs: readonly RunRow[];
  trans: TranslationBundle;
  onOpenRun: (run: string) => void;
}): JSX.Element {
  const { onOpenRun, runs, trans } = props;
  return (
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
  );
}
