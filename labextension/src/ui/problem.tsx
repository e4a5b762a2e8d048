import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import type { RequestError } from '../client';

/** What went wrong, why, and what to do. */
export function ProblemView(props: {
  error: RequestError;
  trans: TranslationBundle;
  onRetry?: () => void;
}): JSX.Element {
  const { error, onRetry, trans } = props;
  return (
    <div className="ct-Problem" role="alert" data-code={error.code}>
      <p className="ct-Problem-message">{error.message}</p>
      {error.hint && <p className="ct-Problem-hint">{error.hint}</p>}
      {onRetry && (
        <Button minimal small onClick={onRetry}>
          {trans.__('Try again')}
        </Button>
      )}
    </div>
  );
}
