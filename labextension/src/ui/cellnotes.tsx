import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { formatBytes, formatDuration } from '../format';
import type { CellExecution } from '../nouns';
import { Digest } from './digest';

interface IProps {
  cell: CellExecution;
  trans: TranslationBundle;
}

/** What is known of an execution of a cell beside its code and outputs; only what is there. */
export function Notes(props: IProps): JSX.Element {
  const { cell, trans } = props;
  const seeds = Object.entries(cell.seeds).map(([name, seed]) => `${name} = ${seed}`);
  return (
    <>
      <Warnings {...props} />
      <div className="ct-Cell-notes">
        {cell.wall_s !== null && <span>{formatDuration(cell.wall_s)}</span>}
        {cell.peak_bytes !== null && (
          <span>{trans.__('%1 memory', formatBytes(cell.peak_bytes))}</span>
        )}
        <Names label={trans.__('reads')} names={cell.reads} />
        <Names label={trans.__('binds')} names={cell.binds} />
        <Names label={trans.__('seeds')} names={seeds} />
        <Names label={trans.__('nobody seeded')} names={cell.unseeded} />
        <Files {...props} label={trans.__('files read')} paths={cell.files_read} />
        <Files {...props} label={trans.__('files written')} paths={cell.files_written} />
      </div>
      <NotKept {...props} />
    </>
  );
}

function Names(props: { label: string; names: readonly string[] }): ReactNode {
  const { label, names } = props;
  return (
    names.length > 0 && (
      <span title={names.join('\n')}>
        {label} <code>{names.join(', ')}</code>
      </span>
    )
  );
}

/** Files, each with the content that it had when the cell ended. */
function Files(props: IProps & { label: string; paths: readonly string[] }): ReactNode {
  const { cell, label, paths, trans } = props;
  return (
    paths.length > 0 && (
      <ul className="ct-Cell-files" aria-label={label}>
        {paths.map(path => {
          const digest = cell.file_digests[path];
          return (
            <li key={path}>
              <span title={path}>
                {label} <code>{path}</code>
              </span>
              {digest !== undefined && <Digest digest={digest} trans={trans} />}
            </li>
          );
        })}
      </ul>
    )
  );
}

function Warnings({ cell, trans }: IProps): ReactNode {
  return (
    cell.warnings.length > 0 && (
      <ul className="ct-Cell-warnings" aria-label={trans.__('Warnings')}>
        {cell.warnings.map((warning, i) => (
          <li key={i}>{warning}</li>
        ))}
      </ul>
    )
  );
}

function NotKept({ cell, trans }: IProps): ReactNode {
  const names = Object.entries(cell.not_captured);
  return (
    names.length > 0 && (
      <dl className="ct-Cell-lost" aria-label={trans.__('Not kept')}>
        {names.map(([name, why]) => (
          <div key={name}>
            <dt>
              {trans.__('not kept')} <code>{name}</code>
            </dt>
            <dd>{why}</dd>
          </div>
        ))}
      </dl>
    )
  );
}
