import { baseName, formatTime } from '../../format';
import type { ArtifactUse, RunDetail } from '../../nouns';
import { Digest } from '../../ui/digest';
import { Fact, Link } from '../../ui/fact';
import { Part } from '../../ui/part';
import { StateView } from '../../ui/state';
import type { IVersionProps } from './services';

/** What made it: run, cell, code, data and environment. */
export function OriginPart(props: IVersionProps): JSX.Element {
  const { found, model, trans } = props;
  const run = found.version.run_id;
  return (
    <Part className="ct-VersionPage-origin" title={trans.__('Made by')}>
      {run === null ? (
        <p className="ct-Quiet">
          {trans.__('No run is known that made it: it was registered outside of one.')}
        </p>
      ) : (
        <StateView
          state={model.run(run)}
          trans={trans}
          onRetry={() => void model.refresh()}
        >
          {detail => <Run {...props} detail={detail} />}
        </StateView>
      )}
    </Part>
  );
}

function Run(props: IVersionProps & { detail: RunDetail }): JSX.Element {
  const { detail, onOpenRun, trans } = props;
  const { artifacts, environment, row } = detail;
  const { run } = row;
  const data = artifacts.filter(({ direction }) => direction === 'input');
  return (
    <>
      <dl className="ct-Facts">
        <Fact name={trans.__('Run')}>
          <Link
            label={run.name}
            title={run.id}
            onClick={() => {
              onOpenRun(run.id);
            }}
          />
        </Fact>
        <Fact name={trans.__('Notebook')}>
          {run.source.notebook ? baseName(run.source.notebook) : null}
        </Fact>
        <Fact name={trans.__('Cell')}>{run.source.cell_id}</Fact>
        <Fact name={trans.__('Commit')}>
          {run.source.git_commit ? (
            <code>{run.source.git_commit.slice(0, 12)}</code>
          ) : null}
        </Fact>
        <Fact name={trans.__('Ran')}>{formatTime(run.started_at)}</Fact>
        <Fact name={trans.__('By')}>{run.who}</Fact>
        <Fact name={trans.__('Environment')}>
          {environment && `Python ${environment.python}, ${environment.platform}`}
        </Fact>
      </dl>
      <Data {...props} data={data} />
    </>
  );
}

/** What it was trained on, by content. */
function Data(
  props: IVersionProps & { data: readonly ArtifactUse[] }
): JSX.Element | null {
  const { data, trans } = props;
  if (!data.length) {
    return null;
  }
  return (
    <ul className="ct-VersionPage-data" aria-label={trans.__('Data')}>
      {data.map(({ artifact, name, version }) => (
        <li key={`${name}/${artifact.digest}`}>
          <span>
            {name} <span className="ct-Quiet">{`v${version}`}</span>
          </span>
          <span className="ct-Quiet">{artifact.kind}</span>
          <Digest digest={artifact.digest} trans={trans} />
        </li>
      ))}
    </ul>
  );
}
