import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import type { JSX } from 'react';
import type { NotebookParameter } from '../../nouns';
import type { ParameterForm } from './form';

interface IProps {
  form: ParameterForm;
  trans: TranslationBundle;
}

/** A field for each parameter of a notebook. */
export function Fields(props: IProps): JSX.Element {
  const { form, trans } = props;
  if (!form.parameters.length) {
    return (
      <p>
        {trans.__(
          'This notebook takes no parameters. To give it some, tag the cell that sets their defaults with “parameters”.'
        )}
      </p>
    );
  }
  return (
    <UseSignal signal={form.changed}>
      {() => (
        <>
          {form.parameters.map(parameter => (
            <Field key={parameter.name} {...props} parameter={parameter} />
          ))}
        </>
      )}
    </UseSignal>
  );
}

function Field(props: IProps & { parameter: NotebookParameter }): JSX.Element {
  const { form, parameter } = props;
  const problem = form.problem(parameter);
  return (
    <label>
      <span>
        <code>{parameter.name}</code> <span className="ct-Quiet">{parameter.type}</span>
      </span>
      <Input form={form} parameter={parameter} isInvalid={problem !== ''} />
      {parameter.help !== '' && <span className="ct-Form-help">{parameter.help}</span>}
      {problem !== '' && (
        <span className="ct-Form-problem" role="alert">
          {problem}
        </span>
      )}
    </label>
  );
}

function Input(props: {
  form: ParameterForm;
  parameter: NotebookParameter;
  isInvalid: boolean;
}): JSX.Element {
  const { form, parameter } = props;
  const { name, type } = parameter;
  if (type === 'bool') {
    return (
      <input
        className="jp-mod-styled"
        type="checkbox"
        name={name}
        checked={form.text(name) === 'true'}
        onChange={event => {
          form.write(name, String(event.currentTarget.checked));
        }}
      />
    );
  }
  return (
    <input
      className="jp-mod-styled"
      type="text"
      name={name}
      spellCheck={false}
      aria-invalid={props.isInvalid}
      value={form.text(name)}
      onChange={event => {
        form.write(name, event.currentTarget.value);
      }}
    />
  );
}
