import { useState } from 'react';
import { formatBytes, formatValue } from '../../format';
import type { Artifact, ArtifactUse } from '../../nouns';
import { Outputs } from '../../ui/outputs';
import { StateView } from '../../ui/state';
import { Paged } from '../../ui/pager';
import { Part } from '../../ui/part';
import type { IPageProps } from './services';

interface IProps extends IPageProps {
  artifacts: readonly ArtifactUse[];
}

/** What the run read and made. A click shows the content. */
export function ArtifactsSection(props: IProps): JSX.Element {
  const { artifacts, trans } = props;
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Part
      className="ct-RunPage-artifacts"
      title={trans.__('Artifacts')}
      aside={artifacts.length}
    >
      <div className="ct-Artifacts" role="list">
        <Paged items={artifacts} trans={trans}>
          {page =>
            page.map(use => {
              const key = `${use.direction}/${use.name}/${use.artifact.digest}`;
              return (
                <ArtifactRow
                  key={key}
                  {...props}
                  use={use}
                  open={open === key}
                  onToggle={() => {
                    setOpen(open === key ? null : key);
                  }}
                />
              );
            })
          }
        </Paged>
      </div>
    </Part>
  );
}

function ArtifactRow(
  props: IProps & { use: ArtifactUse; open: boolean; onToggle: () => void }
): JSX.Element {
  const { onToggle, open, trans, use } = props;
  const { artifact } = use;
  const direction = use.direction === 'input' ? trans.__('in') : trans.__('out');
  return (
    <div className="ct-Artifact" role="listitem" data-id={artifact.digest}>
      <button className="ct-Artifact-head" aria-expanded={open} onClick={onToggle}>
        <span className={`ct-Chip ct-mod-${use.direction}`}>{direction}</span>
        <span className="ct-Artifact-name">
          {use.name} <span className="ct-Quiet">{`v${use.version}`}</span>
        </span>
        <span className="ct-Quiet">{artifact.kind}</span>
        <span className="ct-Artifact-summary">{summarize(artifact)}</span>
        <span className="ct-Quiet">{formatBytes(artifact.size_bytes)}</span>
      </button>
      {open && <Preview {...props} digest={artifact.digest} />}
    </div>
  );
}

/** The shape and the columns where there are any, else what the summary holds first. */
function summarize(artifact: Artifact): string {
  const { columns, shape, ...rest } = artifact.summary;
  if (Array.isArray(shape)) {
    const names = Array.isArray(columns) ? columns.map(columnName).join(', ') : '';
    return `${shape.join(' × ')}  ${names}`.trimEnd();
  }
  return Object.entries(rest)
    .filter(([, value]) => typeof value !== 'object')
    .slice(0, 3)
    .map(([key, value]) => `${key} ${formatValue(value)}`)
    .join(' · ');
}

function columnName(column: unknown): string {
  if (typeof column === 'object' && column !== null && 'name' in column) {
    return String(column.name);
  }
  return String(column);
}

function Preview(props: IProps & { digest: string }): JSX.Element {
  const { digest, model, rendermime, trans } = props;
  return (
    <div className="ct-Artifact-preview">
      <StateView
        state={model.preview(digest)}
        trans={trans}
        onRetry={() => void model.refresh()}
      >
        {({ bundle }) =>
          Object.keys(bundle).length ? (
            <Outputs
              rendermime={rendermime}
              outputs={[{ output_type: 'display_data', data: bundle, metadata: {} }]}
            />
          ) : (
            <p className="ct-Quiet">
              {trans.__('There is nothing to look at in this one.')}
            </p>
          )
        }
      </StateView>
      <code className="ct-Quiet">{digest}</code>
    </div>
  );
}
