import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { formatDuration, formatTime } from '../../format';
import type { RunRow } from '../../nouns';
import { givenTags, ownTag } from '../../tags';
import { Chip } from '../../ui/chip';
import { Elapsed } from '../../ui/clock';
import { Fact, Link } from '../../ui/fact';
import { Lamp } from '../../ui/lamp';
import { Progress } from '../../ui/progress';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import { Origin } from './origin';
import type { IPageProps } from './services';

const SEEDED = '%%track --seed 1';

interface IProps extends IPageProps {
  row: RunRow;
  /** The generators that a cell drew from and that nobody had seeded. */
  unseeded: readonly string[];
}

/** What the run is, how it stands, and where it came from. */
export function Header(props: IProps): JSX.Element {
  const { row, trans } = props;
  const { run } = row;
  const status = wordFor(run.status, trans);
  return (
    <header className="ct-RunPage-header">
      <h1>
        <StatusMark status={run.status} label={status} />
        {run.name}
        <span className="ct-RunPage-status" data-status={run.status}>
          {status}
        </span>
      </h1>
      {run.status === 'running' && (
        <Progress
          done={row.cells_done}
          total={row.cells_total}
          label={trans.__('%1 of %2 cells', row.cells_done, row.cells_total ?? '?')}
        />
      )}
      <dl className="ct-Facts">
        <Facts {...props} />
      </dl>
      {run.stale && (
        <p className="ct-Note">
          <Lamp label={trans.__('stale')} />
          {trans.__('An input has changed since this run.')}
        </p>
      )}
      <Unseeded {...props} />
      {run.error !== null && <pre className="ct-Error">{run.error}</pre>}
      <Tags tags={row.tags} trans={trans} />
    </header>
  );
}

/** Randomness that will not come again. */
function Unseeded({ trans, unseeded: generators }: IProps): ReactNode {
  return (
    generators.length > 0 && (
      <p className="ct-Note">
        {trans.__(
          'It drew from %1, which nobody had seeded: it will not come out the same again. Give the run a seed, as in `%2`.',
          generators.join(', '),
          SEEDED
        )}
      </p>
    )
  );
}

function Facts(props: IProps): JSX.Element {
  const { onOpenRun, row, trans } = props;
  const { run } = row;
  const { notebook } = run.source;
  const { parent_id: parent } = run;
  return (
    <>
      <Fact name={trans.__('Started')}>{formatTime(run.started_at)}</Fact>
      <Fact name={trans.__('Took')}>
        {run.ended_at === null
          ? run.status === 'running' && <Elapsed since={run.started_at} />
          : formatDuration(run.ended_at - run.started_at)}
      </Fact>
      <Fact name={trans.__('Who')}>{run.who}</Fact>
      <Origin {...props} tags={row.tags} />
      <Fact name={trans.__('Notebook')}>{notebook}</Fact>
      <Fact name={trans.__('Commit')}>{commit(row, trans)}</Fact>
      <Fact name={trans.__('Seed')}>{run.seed}</Fact>
      <Fact name={trans.__('Inside')}>
        {parent !== null && (
          <Link
            label={trans.__('the run it belongs to')}
            onClick={() => {
              onOpenRun(parent);
            }}
          />
        )}
      </Fact>
      <Fact name={trans.__('Run')}>
        <code>{run.id}</code>
      </Fact>
    </>
  );
}

function commit(row: RunRow, trans: TranslationBundle): string | null {
  const { git_branch, git_commit, git_patch } = row.run.source;
  if (git_commit === null) {
    return null;
  }
  const branch = git_branch === null ? '' : ` (${git_branch})`;
  const short = git_commit.slice(0, 10) + branch;
  return git_patch === null ? short : trans.__('%1, with changes that are kept', short);
}

/** The tags that people gave; those of celltrail itself are said in words. */
function Tags(props: {
  tags: Readonly<Record<string, string>>;
  trans: TranslationBundle;
}): ReactNode {
  const { trans } = props;
  const tags = Object.entries(givenTags(props.tags));
  const isBest = ownTag(props.tags, 'best') !== '';
  return (
    (tags.length > 0 || isBest) && (
      <div className="ct-Chips">
        {isBest && <Chip kind="champion" label={trans.__('best of its sweep')} />}
        {tags.map(([key, value]) => (
          <Chip key={key} label={value === '' ? key : `${key}: ${value}`} />
        ))}
      </div>
    )
  );
}
