import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { useState } from 'react';
import { RequestError } from '../client';
import { formatBytes } from '../format';
import type { CellExecution } from '../nouns';
import { failed, PENDING, ready, type State } from '../state';
import { Outputs } from './outputs';
import { StateView } from './state';

/** Outputs that are too large to come along: they are fetched when somebody wants to see them. */
export function OutputsApart(props: {
  size: number;
  cell: CellExecution;
  rendermime: IRenderMimeRegistry;
  trans: TranslationBundle;
  onLoadCell: (cell: string) => Promise<CellExecution>;
}): JSX.Element {
  const { cell, onLoadCell, rendermime, size, trans } = props;
  const [state, setState] = useState<State<CellExecution> | null>(null);
  const load = async (): Promise<void> => {
    setState(PENDING);
    try {
      setState(ready(await onLoadCell(cell.id)));
    } catch (reason) {
      setState(failed(RequestError.from(reason)));
    }
  };
  return state === null ? (
    <button className="ct-Link ct-Apart" onClick={() => void load()}>
      {trans.__('Show what it showed: %1', formatBytes(size))}
    </button>
  ) : (
    <StateView state={state} trans={trans} onRetry={() => void load()}>
      {({ outputs }) => <Outputs outputs={outputs} rendermime={rendermime} />}
    </StateView>
  );
}
