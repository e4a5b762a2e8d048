import type { TranslationBundle } from '@jupyterlab/translation';
import { Button, UseSignal } from '@jupyterlab/ui-components';
import { useState, type JSX } from 'react';
import type { GateResult, Model, ModelVersion } from '../../nouns';
import { Age } from '../../ui/clock';
import { Empty, Snippet } from '../../ui/empty';
import { Row } from '../../ui/row';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { ValueLine } from '../../ui/values';
import { wordFor } from '../../words';
import type { ModelsModel } from './model';

/** How many versions of a model are shown before one asks for the others. */
const SHOWN = 3;

/** What can be done with a version. */
export interface IModelActions {
  promote(version: ModelVersion): void;
  deploy(version: ModelVersion): void;
  openRun(run: string): void;
}

interface IProps {
  model: ModelsModel;
  trans: TranslationBundle;
  actions: IModelActions;
}

/** The models, each with its versions. */
export function ModelsBody(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {models => <Models {...props} models={models} />}
        </StateView>
      )}
    </UseSignal>
  );
}

function Models(props: IProps & { models: readonly Model[] }): JSX.Element {
  const { models, trans } = props;
  if (!models.length) {
    return (
      <Empty title={trans.__('No models yet')}>
        <p>{trans.__('Register what a tracked cell fitted:')}</p>
        <Snippet code="%register model churn" />
      </Empty>
    );
  }
  return (
    <>
      {models.map(item => (
        <ModelGroup key={item.name} {...props} item={item} />
      ))}
    </>
  );
}

function ModelGroup(props: IProps & { item: Model }): JSX.Element {
  const { item, trans } = props;
  const [all, setAll] = useState(false);
  const versions = all ? item.versions : item.versions.slice(0, SHOWN);
  const hidden = item.versions.length - versions.length;
  return (
    <div className="ct-Group" data-id={item.name}>
      <h3 className="ct-Group-title">{item.name}</h3>
      <div className="ct-List" role="list">
        {versions.map(version => (
          <Version key={version.number} {...props} version={version} />
        ))}
      </div>
      {hidden > 0 && (
        <Button
          className="ct-More"
          minimal
          small
          onClick={() => {
            setAll(true);
          }}
        >
          {trans._n('%1 older version', '%1 older versions', hidden)}
        </Button>
      )}
    </div>
  );
}

function Version(props: IProps & { version: ModelVersion }): JSX.Element {
  const { trans, version } = props;
  const failed = version.gates.some(gate => gate.verdict === 'failed');
  const verdict = failed ? 'failed' : 'passed';
  return (
    <Row
      id={`${version.model}/${version.number}`}
      mark={
        version.gates.length > 0 && (
          <StatusMark
            status={verdict}
            label={trans.__('Gates: %1', wordFor(verdict, trans))}
          />
        )
      }
      title={
        <>
          <span className="ct-Version">{trans.__('version %1', version.number)}</span>
          {version.aliases.map(alias => (
            <span key={alias} className={`ct-Chip ct-mod-${alias}`}>
              {alias}
            </span>
          ))}
        </>
      }
      aside={<Age at={version.created_at} trans={trans} />}
    >
      {version.description !== '' && (
        <div className="ct-Row-text">{version.description}</div>
      )}
      <ValueLine kind="metric" values={version.metrics} />
      <Gates gates={version.gates} trans={trans} />
      <Actions {...props} />
    </Row>
  );
}

function Gates(props: {
  gates: readonly GateResult[];
  trans: TranslationBundle;
}): JSX.Element {
  return (
    <ul className="ct-Gates">
      {props.gates.map(gate => (
        <li key={gate.expression} data-verdict={gate.verdict} title={gate.reason}>
          <StatusMark status={gate.verdict} label={wordFor(gate.verdict, props.trans)} />
          <code>{gate.expression}</code>
          <span className="ct-Quiet">{gate.reason}</span>
        </li>
      ))}
    </ul>
  );
}

function Actions(props: IProps & { version: ModelVersion }): JSX.Element {
  const { actions, trans, version } = props;
  const { run_id } = version;
  return (
    <div className="ct-Actions">
      <button
        className="ct-Link"
        onClick={() => {
          actions.promote(version);
        }}
      >
        {trans.__('Promote…')}
      </button>
      <button
        className="ct-Link"
        onClick={() => {
          actions.deploy(version);
        }}
      >
        {trans.__('Deploy…')}
      </button>
      {run_id !== null && (
        <button
          className="ct-Link"
          onClick={() => {
            actions.openRun(run_id);
          }}
        >
          {trans.__('Open its run')}
        </button>
      )}
    </div>
  );
}
