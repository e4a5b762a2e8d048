import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import { ProblemView } from '../../ui/problem';
import { StateView } from '../../ui/state';
import { defaultText, type IField } from './field';
import type { JobRequestModel } from './request';

interface IProps {
  model: JobRequestModel;
  trans: TranslationBundle;
}

/** A field for each parameter of a notebook. */
export function JobForm(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <div className="ct-Form" aria-busy={model.submitting}>
          <p className="ct-Form-notebook" title={model.notebook}>
            {model.notebook}
          </p>
          <StateView state={model.state} trans={trans} onRetry={() => void model.load()}>
            {fields => <Fields {...props} fields={fields} />}
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
  const { field, model, trans } = props;
  const { help, name, type } = field.parameter;
  const problem = model.problemOf(field);
  const usual = defaultText(field.parameter);
  return (
    <label
      className={`ct-Field ct-mod-${field.kind}${problem === null ? '' : ' ct-mod-invalid'}`}
      data-id={name}
    >
      <span className="ct-Field-head">
        <span className="ct-Field-name">{name}</span>
        <span className="ct-Field-type">{type}</span>
      </span>
      <Control {...props} name={name} invalid={problem !== null} />
      {help && <span className="ct-Field-help">{help}</span>}
      {problem !== null && (
        <span className="ct-Field-problem" role="alert">
          {problem}
        </span>
      )}
      {field.text !== usual && usual !== '' && (
        <span className="ct-Field-help">{trans.__('Default: %1', usual)}</span>
      )}
    </label>
  );
}

function Control(
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
