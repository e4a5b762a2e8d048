import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSX } from 'react';
import { formatNumber, formatShare } from '../../format';
import type { Decision, DriftReport, FeatureDrift } from '../../nouns';
import { ShareBars } from '../../ui/bars';
import { Row } from '../../ui/row';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import type { IDriftProps } from './body';
import { windowName } from './map';

interface IProps extends IDriftProps {
  report: DriftReport;
  decision: Decision | null;
}

/** One report: its verdict and what was decided, and when unfolded each feature. */
export function ReportRow(props: IProps): JSX.Element {
  const { decision, model, report, trans } = props;
  const verdict = wordFor(report.verdict, trans);
  return (
    <Row
      id={report.id}
      label={`${windowName(report)}, ${verdict}`}
      mark={<StatusMark status={report.verdict} label={verdict} />}
      title={
        <>
          {windowName(report)}{' '}
          <span className="ct-Quiet">{`${report.model}/${report.version}`}</span>
        </>
      }
      aside={
        report.verdict === 'too_few'
          ? verdict
          : trans.__('%1 drifted', formatShare(report.share_drifted))
      }
      onClick={() => {
        model.toggle(report.id);
      }}
    >
      <Performance report={report} />
      {decision && <DecisionLine {...props} decision={decision} />}
      {model.unfolded === report.id && <Features report={report} trans={trans} />}
    </Row>
  );
}

/** How good the model truly was, beside how good it was when it was registered. */
function Performance(props: { report: DriftReport }): JSX.Element | null {
  const { performance, reference_performance: before } = props.report;
  const entries = Object.entries(performance);
  if (!entries.length) {
    return null;
  }
  return (
    <div className="ct-Values ct-mod-metric">
      {entries.map(([key, value]) => (
        <span className="ct-Value" key={key}>
          <span className="ct-Value-key">{key}</span>
          <span className="ct-Value-value">
            {before[key] !== undefined && (
              <span className="ct-Quiet">{formatNumber(before[key])} → </span>
            )}
            {formatNumber(value)}
          </span>
        </span>
      ))}
    </div>
  );
}

function DecisionLine(props: IProps & { decision: Decision }): JSX.Element {
  const { actions, decision, trans } = props;
  return (
    <div className="ct-Decision" data-action={decision.action}>
      <span className={`ct-Chip ct-mod-${decision.action}`}>
        {wordFor(decision.action, trans)}
      </span>
      <span>{decision.reasons.join('; ')}</span>
      {decision.outcome !== '' && (
        <span className="ct-Decision-outcome">{decision.outcome}</span>
      )}
      {decision.job_id !== null && (
        <button
          className="ct-Link"
          onClick={event => {
            event.stopPropagation();
            actions.openJob();
          }}
        >
          {trans.__('Show the job')}
        </button>
      )}
    </div>
  );
}

function Features(props: { report: DriftReport; trans: TranslationBundle }): JSX.Element {
  const { report, trans } = props;
  const sorted = [...report.features].sort((a, b) => b.distance - a.distance);
  return (
    <div
      className="ct-Features"
      onClick={event => {
        // Who reads the bars does not want to fold them.
        event.stopPropagation();
      }}
    >
      <div className="ct-Features-legend">
        <span className="ct-mod-before" /> {trans.__('training')}
        <span className="ct-mod-now" /> {trans.__('this window')}
        <span className="ct-Quiet">
          {trans._n('%1 row', '%1 rows', report.window.rows)}
        </span>
      </div>
      {sorted.map(feature => (
        <Feature key={feature.name} feature={feature} trans={trans} />
      ))}
    </div>
  );
}

function Feature(props: {
  feature: FeatureDrift;
  trans: TranslationBundle;
}): JSX.Element {
  const { feature, trans } = props;
  return (
    <div className="ct-Feature" data-id={feature.name}>
      <div className="ct-Feature-head">
        <span
          className={
            feature.drifted ? 'ct-Feature-name ct-mod-drifted' : 'ct-Feature-name'
          }
        >
          {feature.name}
        </span>
        <span
          className="ct-Quiet"
          title={trans.__('p = %1', formatNumber(feature.p_value))}
        >
          {trans.__('PSI %1', formatNumber(feature.distance))}
        </span>
      </div>
      <ShareBars
        feature={feature}
        beforeLabel={trans.__('training')}
        nowLabel={trans.__('this window')}
        missingLabel={trans.__('missing')}
      />
    </div>
  );
}
