import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';
import type { GateResult, Model, ModelVersion } from '../../nouns';
import { Approvals } from '../../registry/approvals';
import { VersionChips } from '../../registry/chips';
import { labelOf, metricsOf, verdictOf } from '../../registry/versions';
import { Action, Actions } from '../../ui/actions';
import { Age } from '../../ui/clock';
import { Empty } from '../../ui/empty';
import { Fold } from '../../ui/fold';
import { Refusal } from '../../ui/refusal';
import { Row } from '../../ui/row';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { ValueLine } from '../../ui/values';
import { wordFor } from '../../words';
import { split, type ModelsModel } from './model';

/** What a notebook says first. */
const FIRST = '%register model churn --data X_train --gate "auc >= 0.8"';

interface IProps {
  model: ModelsModel;
  trans: TranslationBundle;
  onPromote: (version: ModelVersion, of: Model) => void;
  onRequest: (version: ModelVersion, of: Model) => void;
  onDeploy: (version: ModelVersion) => void;
  onOpenRun: (run: string) => void;
  /** Shows the page of a version, written `churn/3`. */
  onOpen: (version: string) => void;
}

/** The models, each with its versions. */
export function ModelsBody(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {models =>
            models.length ? (
              <>
                <Inbox {...props} />
                {models.map(of => (
                  <ModelItem key={of.name} {...props} of={of} />
                ))}
              </>
            ) : (
              <NoModels trans={trans} />
            )
          }
        </StateView>
      )}
    </UseSignal>
  );
}

/** The requests that wait, above all else: somebody waits for an answer. */
function Inbox({ model, onOpen, trans }: IProps): ReactNode {
  const { pending } = model;
  return (
    pending.length > 0 && (
      <section className="ct-Inbox" aria-label={trans.__('Waiting for approval')}>
        <h3 className="ct-Model-name">
          <span>{trans.__('Waiting for approval')}</span>
          <span className="ct-Inbox-count">{pending.length}</span>
        </h3>
        <Approvals
          approvals={pending}
          attempts={model.attempts}
          who={model.who}
          trans={trans}
          onOpen={onOpen}
          onDecide={(id, decision, comment) => void model.decide(id, decision, comment)}
        />
      </section>
    )
  );
}

function ModelItem(props: IProps & { of: Model }): JSX.Element {
  const { of, trans } = props;
  const { older, shown } = split(of);
  const row = (version: ModelVersion): JSX.Element => (
    <VersionItem key={version.number} {...props} version={version} />
  );
  return (
    <section className="ct-Model" data-name={of.name} aria-label={of.name}>
      <h3 className="ct-Model-name" title={of.name}>
        <span>{of.name}</span>
        <span className="ct-Model-count">
          {trans._n('%1 version', '%1 versions', of.versions.length)}
        </span>
      </h3>
      <div className="ct-List" role="list">
        {shown.map(row)}
      </div>
      {older.length > 0 && (
        <Fold
          label={trans._n(
            'Show %1 older version',
            'Show %1 older versions',
            older.length
          )}
        >
          <div className="ct-List" role="list">
            {older.map(row)}
          </div>
        </Fold>
      )}
    </section>
  );
}

function VersionItem(props: IProps & { of: Model; version: ModelVersion }): JSX.Element {
  const { model, trans, version } = props;
  const label = labelOf(version);
  const verdict = verdictOf(version);
  const said =
    verdict === 'unchecked' ? trans.__('without gates') : wordFor(verdict, trans);
  return (
    <Row
      id={label}
      label={`${label}, ${said}`}
      mark={<StatusMark status={verdict} label={said} />}
      title={<VersionTitle {...props} />}
      aside={<Age at={version.created_at} trans={trans} />}
      onClick={() => {
        props.onOpen(label);
      }}
    >
      {version.description && (
        <div className="ct-Version-description">{version.description}</div>
      )}
      <ValueLine kind="metric" values={metricsOf(version)} most={model.valuesPerRow} />
      <Gates gates={version.gates} trans={trans} />
      <VersionActions {...props} />
      <Refusal attempts={model.attempts} id={label} trans={trans} />
    </Row>
  );
}

function VersionTitle(props: IProps & { version: ModelVersion }): JSX.Element {
  const { model, trans, version } = props;
  return (
    <>
      <span title={labelOf(version)}>{trans.__('Version %1', version.number)}</span>
      <VersionChips version={version} awaited={model.awaited(version)} trans={trans} />
    </>
  );
}

function Gates(props: {
  gates: readonly GateResult[];
  trans: TranslationBundle;
}): JSX.Element | null {
  const { gates, trans } = props;
  if (!gates.length) {
    return null;
  }
  return (
    <ul className="ct-Gates" aria-label={trans.__('Gates')}>
      {gates.map(gate => (
        <li
          key={gate.expression}
          className={`ct-Gate ct-mod-${gate.verdict}`}
          title={`${gate.expression}: ${gate.reason}`}
        >
          <StatusMark status={gate.verdict} label={wordFor(gate.verdict, trans)} />
          <code>{gate.expression}</code>
          <span className="ct-Gate-reason">{gate.reason}</span>
        </li>
      ))}
    </ul>
  );
}

function VersionActions(
  props: IProps & { of: Model; version: ModelVersion }
): JSX.Element {
  const { model, of, trans, version } = props;
  const label = labelOf(version);
  const busy = model.attempts.isBusy(label);
  const run = version.run_id;
  return (
    <Actions label={trans.__('What can be done with %1', label)}>
      <Action
        name="promote"
        label={trans.__('Promote…')}
        title={trans.__('Give an alias to %1, if its gates hold', label)}
        disabled={busy}
        onClick={() => {
          props.onPromote(version, of);
        }}
      />
      <Action
        name="request"
        label={trans.__('Request approval…')}
        title={trans.__('Ask others to approve that %1 gets an alias', label)}
        disabled={busy}
        onClick={() => {
          props.onRequest(version, of);
        }}
      />
      <Action
        name="deploy"
        label={trans.__('Deploy…')}
        title={trans.__('Let %1 answer requests', label)}
        disabled={busy}
        onClick={() => {
          props.onDeploy(version);
        }}
      />
      {run !== null && (
        <Action
          name="open-run"
          label={trans.__('Open run')}
          title={trans.__('Show the run that made %1', label)}
          onClick={() => {
            props.onOpenRun(run);
          }}
        />
      )}
      {busy && <span className="ct-Actions-busy">{trans.__('Under way…')}</span>}
    </Actions>
  );
}

function NoModels(props: { trans: TranslationBundle }): JSX.Element {
  const { trans } = props;
  return (
    <Empty title={trans.__('No models yet')}>
      <p>{trans.__('Train one, then register it in the cell below:')}</p>
      <pre>{FIRST}</pre>
    </Empty>
  );
}
