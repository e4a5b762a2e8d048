import type { TranslationBundle } from '@jupyterlab/translation';
import type { Suspect } from '../nouns';
import { Chip } from './chip';

const KINDS = ['code', 'parameter', 'data', 'seed', 'packages'] as const;

/** What differs between two runs by kind, each with what is known of it. */
export function Suspects(props: {
  suspects: readonly Suspect[];
  trans: TranslationBundle;
}): JSX.Element {
  const { suspects, trans } = props;
  const titles = titlesOf(trans);
  const groups = KINDS.map(kind => ({
    kind,
    own: suspects.filter(one => one.kind === kind)
  })).filter(({ own }) => own.length);
  return (
    <table className="ct-Table ct-Suspects">
      <tbody>
        {groups.map(({ kind, own }) => (
          <tr key={kind} data-id={kind}>
            <th scope="row">{titles[kind]}</th>
            <td>
              <ul>
                {own.map(one => (
                  <SuspectLine key={one.label} suspect={one} trans={trans} />
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SuspectLine(props: { suspect: Suspect; trans: TranslationBundle }): JSX.Element {
  const { suspect, trans } = props;
  const { kind, label, reason, state } = suspect;
  return (
    <li className="ct-Suspect" data-state={state}>
      <span className="ct-Suspect-name">
        {label.startsWith(`${kind} `) ? label.slice(kind.length + 1) : label}
      </span>{' '}
      <Chip kind={state} label={stateWord(state, trans)} />
      {reason !== '' && <span className="ct-Quiet"> {reason}</span>}
    </li>
  );
}

function titlesOf(
  trans: TranslationBundle
): Readonly<Record<(typeof KINDS)[number], string>> {
  return {
    code: trans.__('Code'),
    parameter: trans.__('Parameters'),
    data: trans.__('Data'),
    seed: trans.__('Seeds'),
    packages: trans.__('Packages')
  };
}

function stateWord(state: Suspect['state'], trans: TranslationBundle): string {
  const words: Readonly<Record<Suspect['state'], string>> = {
    cause: trans.__('the cause'),
    cleared: trans.__('cleared'),
    suspect: trans.__('suspected'),
    untested: trans.__('not tested')
  };
  return words[state];
}
