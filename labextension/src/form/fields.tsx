import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';
import { formatValue } from '../format';
import { ProblemView } from '../ui/problem';
import { StateView } from '../ui/state';
import { FieldProblemView } from './controls';
import { defaultText, type IField } from './field';
import { MoreOptions } from './more';
import type { NotebookFormModel } from './model';

interface IProps {
  model: NotebookFormModel<unknown>;
  trans: TranslationBundle;
  /** What stands above the parameters. */
  children?: ReactNode;
  /** Draws the parameters, where they are more than values. */
  parameters?: (fields: readonly IField[]) => ReactNode;
  /** What stands below them, where it is not how a job is run. */
  more?: ReactNode;
}

/** A field for each parameter of a notebook, and how it is to be run. */
export function NotebookForm(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <div className="ct-Form" aria-busy={model.submitting}>
          <p className="ct-Form-notebook" title={model.notebook}>
            {model.notebook}
          </p>
          <StateView state={model.state} trans={trans} onRetry={() => void model.load()}>
            {fields => (
              <>
                {props.children}
                {fields.length && props.parameters ? (
                  props.parameters(fields)
                ) : (
                  <Fields {...props} fields={fields} />
                )}
                {props.more ?? <MoreOptions {...props} />}
              </>
            )}
          </StateView>
          {model.refusal && <ProblemView error={model.refusal} trans={trans} />}
        </div>
      )}
    </UseSignal>
  );
}

function Fields(props: IProps & { fields: readonly IField[] }): JSX.Element {
  const { fields, trans } = props;
  if (!fields.length) {
    return (
      <p className="ct-Quiet">
        {trans.__(
          'This notebook takes no parameters. To give it some, tag the cell that sets them with “parameters” and save.'
        )}
      </p>
    );
  }
  return (
    <>
      {fields.map(field => (
        <Field key={field.parameter.name} {...props} field={field} />
      ))}
    </>
  );
}

function Field(props: IProps & { field: IField }): JSX.Element {
  const { field, model } = props;
  const { help, name } = field.parameter;
  const problem = model.problemOf(field);
  return (
    <label
      className={`ct-Field ct-mod-${field.kind}${problem === null ? '' : ' ct-mod-invalid'}`}
      data-id={name}
    >
      <Head {...props} />
      <Control {...props} name={name} invalid={problem !== null} />
      {help && <span className="ct-Field-help">{help}</span>}
      <FieldProblemView problem={problem} />
      <Usual {...props} />
    </label>
  );
}

/** What a parameter is called, and what it may be. */
export function Head(props: { field: IField; trans: TranslationBundle }): JSX.Element {
  const { field, trans } = props;
  const { hint, name, required, type } = field.parameter;
  return (
    <span className="ct-Field-head">
      <span className="ct-Field-name">
        {name}
        {required && <span className="ct-Field-required"> {trans.__('required')}</span>}
      </span>
      <span className="ct-Field-type">{hint || type}</span>
    </span>
  );
}

/** What stood in the field before somebody changed it. */
function Usual({ field, trans }: IProps & { field: IField }): ReactNode {
  const usual = defaultText(field.parameter);
  return (
    field.text !== usual &&
    usual !== '' &&
    field.kind !== 'choice' && (
      <span className="ct-Field-help">{trans.__('Default: %1', usual)}</span>
    )
  );
}

/** What a value is entered in. */
export function Control(
  props: IProps & { field: IField; name: string; invalid: boolean }
): JSX.Element {
  const { field, invalid, model, name } = props;
  const enter = (text: string): void => {
    model.enter(name, text);
  };
  const shared = {
    name,
    'aria-invalid': invalid,
    disabled: model.submitting,
    spellCheck: false
  };
  if (field.kind === 'check') {
    return <Check {...props} shared={shared} enter={enter} />;
  }
  if (field.kind === 'choice') {
    return <Choice {...props} shared={shared} enter={enter} />;
  }
  if (field.kind === 'block') {
    return (
      <textarea
        {...shared}
        className="jp-mod-styled"
        rows={2}
        value={field.text}
        onChange={event => {
          enter(event.currentTarget.value);
        }}
      />
    );
  }
  return (
    <input
      {...shared}
      className="jp-mod-styled"
      type="text"
      value={field.text}
      onChange={event => {
        enter(event.currentTarget.value);
      }}
    />
  );
}

interface IControlProps {
  field: IField;
  trans: TranslationBundle;
  shared: { name: string; disabled: boolean; 'aria-invalid': boolean };
  enter: (text: string) => void;
}

function Check({ enter, field, shared }: IControlProps): JSX.Element {
  return (
    <input
      {...shared}
      type="checkbox"
      checked={field.text === 'true'}
      onChange={event => {
        enter(String(event.currentTarget.checked));
      }}
    />
  );
}

function Choice(props: IControlProps): JSX.Element {
  const { enter, field, shared, trans } = props;
  const { choices } = field.parameter;
  return (
    <select
      {...shared}
      className="jp-mod-styled"
      value={field.text}
      onChange={event => {
        enter(event.currentTarget.value);
      }}
    >
      {!choices.some(choice => JSON.stringify(choice) === field.text) && (
        <option value={field.text}>
          {field.text === '' ? trans.__('choose…') : field.text}
        </option>
      )}
      {choices.map(choice => (
        <option key={JSON.stringify(choice)} value={JSON.stringify(choice)}>
          {formatValue(choice)}
        </option>
      ))}
    </select>
  );
}
