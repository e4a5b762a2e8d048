import type { TranslationBundle } from '@jupyterlab/translation';
import { formatNumber } from '../../format';
import type { Decision, DriftReport } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { Chip } from '../../ui/chip';
import { Age } from '../../ui/clock';
import { Refusal } from '../../ui/refusal';
import { Row } from '../../ui/row';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import { Features } from './features';
import type { DriftModel } from './model';
import { windowLabel } from './table';

interface IProps {
  model: DriftModel;
  report: DriftReport;
  decisions: readonly Decision[];
  trans: TranslationBundle;
  onOpenRun: (run: string) => void;
}

/** A report in one row; open, with all that it found. */
export function ReportItem(
  props: IProps & { open: boolean; onToggle: () => void }
): JSX.Element {
  const { decisions, open, report, trans } = props;
  const verdict = wordFor(report.verdict, trans);
  return (
    <div className={open ? 'ct-Report ct-mod-open' : 'ct-Report'} data-report={report.id}>
      <Row
        id={report.id}
        label={`${windowLabel(report)}, ${verdict}`}
        mark={<StatusMark status={report.verdict} label={verdict} />}
        title={
          <>
            <span title={windowLabel(report)}>{windowLabel(report)}</span>
            {decisions.map(decision => (
              <Chip
                key={decision.id}
                kind={decision.action}
                label={wordFor(decision.action, trans)}
                title={decision.reasons.join('\n')}
              />
            ))}
          </>
        }
        aside={<Age at={report.created_at} trans={trans} />}
        onClick={props.onToggle}
      >
        <div className="ct-Report-summary">{summaryOf(report, trans)}</div>
      </Row>
      {open && <ReportDetails {...props} />}
    </div>
  );
}

/** The verdict with its numbers, in one line. */
function summaryOf(report: DriftReport, trans: TranslationBundle): string {
  const inputs = report.features.filter(feature => feature.role === 'feature');
  const { rows } = report.window;
  const parts = [
    wordFor(report.verdict, trans),
    trans._n('%1 row', '%2 rows', rows, formatNumber(rows))
  ];
  if (inputs.length) {
    const drifted = inputs.filter(feature => feature.drifted).length;
    parts.push(trans.__('%1 of %2 features drifted', drifted, inputs.length));
  }
  return parts.join(' · ');
}

function ReportDetails(props: IProps): JSX.Element {
  const { decisions, report, trans } = props;
  const version = `${report.model}/${report.version}`;
  return (
    <div className="ct-Report-details">
      <p className="ct-Hint">
        {trans.__('Compared with the training data of %1.', version)}
      </p>
      {decisions.map(decision => (
        <DecisionView key={decision.id} {...props} decision={decision} />
      ))}
      <Performance report={report} trans={trans} />
      <Features features={report.features} trans={trans} />
    </div>
  );
}

function DecisionView(props: IProps & { decision: Decision }): JSX.Element {
  const { decision, model, trans } = props;
  return (
    <section className="ct-Decision" data-action={decision.action}>
      <h4>{trans.__('Decision: %1', wordFor(decision.action, trans))}</h4>
      <ul>
        {decision.reasons.map(reason => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      {decision.outcome && <p>{decision.outcome}</p>}
      {decision.job_id !== null && (
        <Actions label={trans.__('What can be done with the decision')}>
          <Action
            name="open-run"
            label={trans.__('Open the run it started')}
            disabled={model.attempts.isBusy(decision.id)}
            onClick={() => void model.followDecision(decision, props.onOpenRun)}
          />
        </Actions>
      )}
      <Refusal attempts={model.attempts} id={decision.id} trans={trans} />
    </section>
  );
}

function Performance(props: {
  report: DriftReport;
  trans: TranslationBundle;
}): JSX.Element {
  const { report, trans } = props;
  const { performance, reference_performance: before } = report;
  const names = Object.keys(performance).sort();
  if (!names.length) {
    return (
      <p className="ct-Hint">
        {trans.__('No labels have come, so the true performance is not known.')}
      </p>
    );
  }
  return (
    <table className="ct-Table ct-PerformanceTable">
      <thead>
        <tr>
          <th scope="col">{trans.__('Performance')}</th>
          <th scope="col">{trans.__('registered')}</th>
          <th scope="col">{trans.__('now')}</th>
        </tr>
      </thead>
      <tbody>
        {names.map(name => (
          <tr key={name}>
            <th scope="row" title={name}>
              {name}
            </th>
            <td>{name in before ? formatNumber(before[name] ?? null) : '–'}</td>
            <td>{formatNumber(performance[name] ?? null)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
