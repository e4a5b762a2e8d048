import type { ReactNode } from 'react';

interface IProps {
  /** The name by which it is known. */
  name: string;
  label: string;
  help?: string;
  problem?: string | null;
  disabled?: boolean;
  value: string;
  onChange: (text: string) => void;
}

/** A line of text with its name, what it means, and what is wrong with it. */
export function LineField(
  props: IProps & {
    placeholder?: string;
    /** What it may well be. */
    known?: readonly string[];
  }
): JSX.Element {
  const { disabled, known = [], name, onChange, placeholder, problem, value } = props;
  const list = known.length ? `ct-known-${name}` : undefined;
  return (
    <Labelled {...props}>
      <input
        className="jp-mod-styled"
        type="text"
        spellCheck={false}
        aria-invalid={Boolean(problem)}
        disabled={disabled}
        placeholder={placeholder}
        list={list}
        value={value}
        onChange={event => {
          onChange(event.currentTarget.value);
        }}
      />
      {list && (
        <datalist id={list}>
          {known.map(one => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </Labelled>
  );
}

/** One of a few. */
export function ChoiceField(
  props: IProps & { choices: Readonly<Record<string, string>> }
): JSX.Element {
  const { choices, disabled, onChange, value } = props;
  return (
    <Labelled {...props}>
      <select
        className="jp-mod-styled"
        disabled={disabled}
        value={value}
        onChange={event => {
          onChange(event.currentTarget.value);
        }}
      >
        {Object.entries(choices).map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** Yes or no: `true`, `false`. */
export function SwitchField(props: IProps): JSX.Element {
  const { disabled, help, label, name, onChange, value } = props;
  return (
    <label className="ct-Field ct-mod-switch" data-option={name}>
      <input
        type="checkbox"
        disabled={disabled}
        checked={value === 'true'}
        onChange={event => {
          onChange(String(event.currentTarget.checked));
        }}
      />
      <span>
        {label} {help && <span className="ct-Field-help">{help}</span>}
      </span>
    </label>
  );
}

function Labelled(props: IProps & { children: ReactNode }): JSX.Element {
  const { children, help, label, name, problem } = props;
  return (
    <label className={`ct-Field${problem ? ' ct-mod-invalid' : ''}`} data-option={name}>
      <span className="ct-Field-name">{label}</span>
      {children}
      {help && <span className="ct-Field-help">{help}</span>}
      <FieldProblemView problem={problem ?? null} />
    </label>
  );
}

/** What is wrong with a field, beside it. */
export function FieldProblemView(props: { problem: string | null }): ReactNode {
  return (
    props.problem !== null && (
      <span className="ct-Field-problem" role="alert">
        {props.problem}
      </span>
    )
  );
}
