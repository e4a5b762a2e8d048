import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import type { Attempts } from '../attempts';

/** Why the last attempt with something was refused, and what to do; gone when it was read. */
export function Refusal(props: {
  attempts: Attempts;
  id: string;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { attempts, id, trans } = props;
  const error = attempts.refusal(id);
  if (!error) {
    return null;
  }
  return (
    <div className="ct-Problem ct-Refusal" role="alert" data-code={error.code}>
      <p className="ct-Problem-message">{error.message}</p>
      {error.hint && <p className="ct-Problem-hint">{error.hint}</p>}
      <Button
        minimal
        small
        onClick={() => {
          attempts.forget(id);
        }}
      >
        {trans.__('Dismiss')}
      </Button>
    </div>
  );
}
