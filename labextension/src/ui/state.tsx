import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { unreachable, type State } from '../state';
import { ProblemView } from './problem';

interface IProps<T> {
  state: State<T>;
  trans: TranslationBundle;
  onRetry: () => void;
  children: (value: T) => ReactNode;
}

/** Draw a request: still under way, refused, or answered. */
export function StateView<T>(props: IProps<T>): JSX.Element {
  const { state, trans } = props;
  switch (state.phase) {
    case 'pending':
      return (
        <div className="ct-Loading" role="status">
          {trans.__('Loading…')}
        </div>
      );
    case 'failed':
      return <ProblemView error={state.error} trans={trans} onRetry={props.onRetry} />;
    case 'ready':
      return <>{props.children(state.value)}</>;
    default:
      return unreachable(state);
  }
}
