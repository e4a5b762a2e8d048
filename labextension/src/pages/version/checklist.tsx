import { useState, type ReactNode } from 'react';
import { formatDuration, formatNumber, formatTime } from '../../format';
import type { GateCheck, GateResult } from '../../nouns';
import { Fold } from '../../ui/fold';
import { Part } from '../../ui/part';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import type { IVersionProps } from './services';

type Trans = IVersionProps['trans'];

/** Whether it is good enough, and by which checks. */
export function ChecklistPart(props: IVersionProps): JSX.Element {
  const { found, model, trans } = props;
  const { gates } = found.version;
  const passed = gates.filter(({ verdict }) => verdict === 'passed').length;
  return (
    <Part
      className="ct-VersionPage-gates"
      title={trans.__('Gates')}
      aside={gates.length ? trans.__('%1 of %2 hold', passed, gates.length) : undefined}
    >
      {gates.length ? (
        <Checklist gates={gates} trans={trans} />
      ) : (
        <p className="ct-Quiet">
          {trans.__(
            'It was registered without gates, so nothing but people stands in its way.'
          )}
        </p>
      )}
      <StateView
        state={model.checks()}
        trans={trans}
        onRetry={() => void model.refresh()}
      >
        {checks =>
          checks.map(check => <Check key={check.at} check={check} trans={trans} />)
        }
      </StateView>
    </Part>
  );
}

/** That the gates were checked again, before a promotion. */
function Check(props: { check: GateCheck; trans: Trans }): JSX.Element {
  const { check, trans } = props;
  const { alias, at, results, who } = check;
  const passed = results.filter(({ verdict }) => verdict === 'passed').length;
  const when = [formatTime(at), who].filter(Boolean).join(', ');
  return (
    <Fold
      label={trans.__(
        'Checked for %1: %2 of %3 hold (%4)',
        alias,
        passed,
        results.length,
        when
      )}
    >
      <Checklist gates={results} trans={trans} />
    </Fold>
  );
}

function Checklist(props: { gates: readonly GateResult[]; trans: Trans }): JSX.Element {
  return (
    <ul className="ct-Checklist">
      {props.gates.map((gate, i) => (
        <Gate key={`${gate.expression}/${i}`} gate={gate} trans={props.trans} />
      ))}
    </ul>
  );
}

/** How a gate came out: one that could not run has failed, and says so. */
export function standingOf(
  { ran, verdict }: GateResult,
  trans: Trans
): { status: string; tone?: 'warning'; label: string } {
  return ran
    ? { status: verdict, label: wordFor(verdict, trans) }
    : { status: 'failed', tone: 'warning', label: trans.__('could not run') };
}

function Gate(props: { gate: GateResult; trans: Trans }): JSX.Element {
  const { gate, trans } = props;
  const [open, setOpen] = useState(false);
  const standing = standingOf(gate, trans);
  const numbers = Object.entries(gate.numbers);
  return (
    <li
      className={`ct-Check ct-mod-${gate.verdict}`}
      data-id={gate.expression}
      data-ran={gate.ran}
    >
      <button
        className="ct-Check-head"
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
        }}
      >
        <StatusMark {...standing} />
        <code>{gate.expression}</code>
        <span className="ct-Check-word">{standing.label}</span>
        <span className="ct-Check-kind">{gate.kind}</span>
      </button>
      <p className="ct-Check-reason">{gate.reason}</p>
      {open && (
        <div className="ct-Check-more">
          {numbers.length > 0 && <Numbers numbers={numbers} />}
          <Details details={gate.details} />
          <p className="ct-Quiet">
            {[
              trans.__('checked %1', formatTime(gate.checked_at)),
              gate.seconds === null
                ? ''
                : trans.__('took %1', formatDuration(gate.seconds)),
              gate.inputs === '' ? '' : trans.__('inputs %1', gate.inputs.slice(0, 12))
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
      )}
    </li>
  );
}

function Numbers(props: {
  numbers: readonly (readonly [string, number | null])[];
}): JSX.Element {
  return (
    <dl className="ct-Facts">
      {props.numbers.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{formatNumber(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Details(props: { details: readonly string[] }): ReactNode {
  return (
    props.details.length > 0 && (
      <ul className="ct-Check-details">
        {props.details.map((detail, i) => (
          <li key={i}>{detail}</li>
        ))}
      </ul>
    )
  );
}
