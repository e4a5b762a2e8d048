import type { TranslationBundle } from '@jupyterlab/translation';
import { Button, HTMLSelect, UseSignal } from '@jupyterlab/ui-components';
import { useEffect, useRef, useState } from 'react';
import type { Deployment } from '../../nouns';
import { Empty } from '../../ui/empty';
import { Refusal } from '../../ui/refusal';
import { StateView } from '../../ui/state';
import { wordFor } from '../../words';
import { DriftMap } from './map';
import { CHECK, type DriftModel, type IDrift } from './model';
import { ReportItem } from './report';

/** How many of the newest reports are listed. */
const LISTED = 12;

/** What a notebook says first. */
const FIRST = '%deploy churn@champion';

interface IProps {
  model: DriftModel;
  trans: TranslationBundle;
  onOpenRun: (run: string) => void;
}

/** The drift of a deployment: the map, and below it the reports. */
export function DriftBody(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <>
          {model.attempts.isBusy(CHECK) && (
            <p className="ct-Hint" role="status">
              {trans.__('Drift is being measured…')}
            </p>
          )}
          <Refusal attempts={model.attempts} id={CHECK} trans={trans} />
          <StateView
            state={model.state}
            trans={trans}
            onRetry={() => void model.refresh()}
          >
            {drift => <Drift {...props} drift={drift} />}
          </StateView>
        </>
      )}
    </UseSignal>
  );
}

function Drift(props: IProps & { drift: IDrift }): JSX.Element {
  const { drift, model, trans } = props;
  const { chosen, deployments, reports } = drift;
  if (!chosen) {
    return (
      <Empty title={trans.__('No drift to measure yet')}>
        <p>{trans.__('Deploy a model that was registered with its training data:')}</p>
        <pre>{FIRST}</pre>
        <p>{trans.__('Its requests are then compared with that data.')}</p>
      </Empty>
    );
  }
  return (
    <>
      <Chooser
        deployments={deployments}
        chosen={chosen}
        trans={trans}
        onChoose={deployment => void model.choose(deployment)}
      />
      {reports.length ? (
        <Reports {...props} key={chosen.id} />
      ) : (
        <Unmeasured {...props} chosen={chosen} />
      )}
    </>
  );
}

function Chooser(props: {
  deployments: readonly Deployment[];
  chosen: Deployment;
  trans: TranslationBundle;
  onChoose: (deployment: string) => void;
}): JSX.Element {
  const { chosen, deployments, onChoose, trans } = props;
  if (deployments.length === 1) {
    return (
      <div className="ct-Chooser" title={chosen.name}>
        {chosen.name}
      </div>
    );
  }
  return (
    <div className="ct-Chooser">
      <HTMLSelect
        aria-label={trans.__('Deployment')}
        value={chosen.id}
        onChange={event => {
          onChoose(event.currentTarget.value);
        }}
      >
        {deployments.map(one => (
          <option key={one.id} value={one.id}>
            {`${one.name} (${wordFor(one.status, trans)})`}
          </option>
        ))}
      </HTMLSelect>
    </div>
  );
}

function Unmeasured(props: IProps & { chosen: Deployment }): JSX.Element {
  const { chosen, model, trans } = props;
  return (
    <Empty title={trans.__('Drift was not measured yet')}>
      <p>{trans.__('Send some requests, then compare them with the training data:')}</p>
      <pre>{`%drift ${chosen.name}`}</pre>
      <Button
        small
        disabled={model.attempts.isBusy(CHECK)}
        onClick={() => void model.check()}
      >
        {trans.__('Check drift now')}
      </Button>
    </Empty>
  );
}

function Reports(props: IProps & { drift: IDrift }): JSX.Element {
  const { drift, trans } = props;
  const { decisions, reports } = drift;
  const [open, setOpen] = useState<string | null>(null);
  const [sought, setSought] = useState<string | null>(null);
  return (
    <>
      {reports.some(report => report.features.length > 0) && (
        <DriftMap
          reports={reports}
          decisions={decisions}
          open={open}
          trans={trans}
          onOpen={report => {
            setOpen(report);
            setSought(report);
          }}
        />
      )}
      <ReportList
        {...props}
        open={open}
        sought={sought}
        onToggle={report => {
          setOpen(report === open ? null : report);
          setSought(null);
        }}
      />
    </>
  );
}

interface IListProps extends IProps {
  drift: IDrift;
  open: string | null;
  /** What was chosen in the map; unlike what is clicked in the list, it may lie out of sight. */
  sought: string | null;
  onToggle: (report: string) => void;
}

function ReportList(props: IListProps): JSX.Element {
  const { drift, onToggle, open, sought, trans } = props;
  const { decisions, reports } = drift;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const found = list.current?.querySelector(`[data-report="${sought ?? ''}"]`);
    found?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  }, [sought]);
  const newest = reports.toSorted((a, b) => b.created_at - a.created_at);
  const listed = newest.filter((report, i) => i < LISTED || report.id === open);
  const hidden = newest.length - listed.length;
  return (
    <div className="ct-List" role="list" ref={list}>
      {listed.map(report => (
        <ReportItem
          key={report.id}
          {...props}
          report={report}
          decisions={decisions.filter(decision => decision.report_id === report.id)}
          open={report.id === open}
          onToggle={() => {
            onToggle(report.id);
          }}
        />
      ))}
      {hidden > 0 && (
        <p className="ct-Hint">
          {trans._n(
            '%1 older report: choose its window in the map.',
            '%1 older reports: choose their windows in the map.',
            hidden
          )}
        </p>
      )}
    </div>
  );
}
