import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { askPromotion, askRequest } from '../../registry/promote';
import { championFirst } from '../../registry/versions';
import { Action, Actions } from '../../ui/actions';
import { WITH } from './model';
import type { IVersionProps } from './services';

/** What can be done with a version. */
export function VersionActions(props: IVersionProps): JSX.Element {
  const { found, model, trans } = props;
  const { of, version } = found;
  const busy = model.attempts.isBusy(WITH.version);
  const retired = version.status === 'retired';
  return (
    <Actions label={trans.__('Actions')}>
      {!retired && (
        <>
          <Action
            name="promote"
            label={trans.__('Promote…')}
            title={trans.__('Give it an alias, if its gates hold')}
            disabled={busy}
            onClick={() =>
              void askPromotion(version, of, trans).then(promotion =>
                promotion ? model.promote(version, promotion) : false
              )
            }
          />
          <Action
            name="request"
            label={trans.__('Request approval…')}
            title={trans.__('Ask others to approve that it gets an alias')}
            disabled={busy}
            onClick={() =>
              void askRequest(version, of, trans).then(request =>
                request ? model.requestApproval(version, request) : false
              )
            }
          />
        </>
      )}
      <RollBacks {...props} busy={busy} />
      <Retire {...props} busy={busy} />
      {busy && <span className="ct-Actions-busy">{trans.__('Under way…')}</span>}
    </Actions>
  );
}

/** Let it count no more, or again. */
function Retire(props: IVersionProps & { busy: boolean }): JSX.Element {
  const { busy, found, model, trans } = props;
  const { version } = found;
  const retired = version.status === 'retired';
  return (
    <Action
      name={retired ? 'reinstate' : 'retire'}
      label={retired ? trans.__('Reinstate…') : trans.__('Retire…')}
      disabled={busy}
      onClick={() =>
        void askReason(
          retired
            ? trans.__('Reinstate %1', model.label)
            : trans.__('Retire %1', model.label),
          trans
        ).then(reason =>
          reason === null ? false : model.setRetired(version, !retired, reason)
        )
      }
    />
  );
}

/** One for each alias that it has. */
function RollBacks(props: IVersionProps & { busy: boolean }): JSX.Element {
  const { busy, found, model, trans } = props;
  return (
    <>
      {championFirst(found.version.aliases).map(alias => (
        <Action
          key={alias}
          name={`roll-back-${alias}`}
          label={trans.__('Roll back %1…', alias)}
          title={trans.__('Give %1 back to the version that had it before', alias)}
          disabled={busy}
          onClick={() =>
            void askReason(trans.__('Roll back %1', alias), trans).then(reason =>
              reason === null ? false : model.rollBack(alias, reason)
            )
          }
        />
      ))}
    </>
  );
}

/** Ask why something is done; null where the user thought better of it. */
export async function askReason(
  title: string,
  trans: TranslationBundle
): Promise<string | null> {
  const { button, value } = await InputDialog.getText({
    title,
    label: trans.__('Why? It is kept with the history.'),
    okLabel: trans.__('Go on')
  });
  return button.accept ? (value ?? '') : null;
}
