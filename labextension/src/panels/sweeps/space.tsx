import type { TranslationBundle } from '@jupyterlab/translation';
import { FieldProblemView } from '../../form/controls';
import type { IField } from '../../form/field';
import { Control, Head } from '../../form/fields';
import { formatValue } from '../../format';
import type { SweepRequestModel } from './request';
import { fewValues, waysOf, type ISearch } from './search';

interface IProps {
  model: SweepRequestModel;
  trans: TranslationBundle;
}

type IFieldProps = IProps & { field: IField };

/** For each parameter what it may be: one value, or several. */
export function SpaceFields(props: IProps & { fields: readonly IField[] }): JSX.Element {
  return (
    <>
      {props.fields.map(field => (
        <SpaceField key={field.parameter.name} {...props} field={field} />
      ))}
    </>
  );
}

function SpaceField(props: IFieldProps): JSX.Element {
  const { field, model } = props;
  const { help, name } = field.parameter;
  const problem = model.problemOf(field);
  return (
    <fieldset
      className={`ct-Field ct-SpaceField${problem === null ? '' : ' ct-mod-invalid'}`}
      data-id={name}
      aria-label={name}
    >
      <Head {...props} />
      <div className="ct-SpaceField-line">
        <Way {...props} />
        <Entries {...props} invalid={problem !== null} />
      </div>
      {help && <span className="ct-Field-help">{help}</span>}
      <FieldProblemView problem={problem} />
    </fieldset>
  );
}

/** Whether it is one value, or how it is searched. */
function Way({ field, model, trans }: IFieldProps): JSX.Element {
  const { name } = field.parameter;
  const words: Readonly<Record<ISearch['how'], string>> = {
    fixed: trans.__('one value'),
    log: trans.__('range, logarithmic'),
    range: trans.__('range'),
    values: trans.__('list')
  };
  return (
    <select
      className="jp-mod-styled ct-SpaceField-way"
      aria-label={trans.__('How %1 is searched', name)}
      disabled={model.submitting}
      value={model.searchOf(name).how}
      onChange={event => {
        model.search(name, { how: event.currentTarget.value as ISearch['how'] });
      }}
    >
      {waysOf(field).map(way => (
        <option key={way} value={way}>
          {words[way]}
        </option>
      ))}
    </select>
  );
}

function Entries(props: IFieldProps & { invalid: boolean }): JSX.Element {
  const { field, model, trans } = props;
  const { how } = model.searchOf(field.parameter.name);
  switch (how) {
    case 'fixed':
      return <Control {...props} name={field.parameter.name} />;
    case 'values':
      return fewValues(field).length ? (
        <Picks {...props} />
      ) : (
        <Entry {...props} part="values" label={trans.__('values, between commas')} />
      );
    default:
      return (
        <>
          <Entry {...props} part="low" label={trans.__('from')} />
          <Entry {...props} part="high" label={trans.__('to')} />
          {how === 'range' && <Entry {...props} part="step" label={trans.__('step')} />}
        </>
      );
  }
}

function Entry(
  props: IFieldProps & {
    part: 'low' | 'high' | 'step' | 'values';
    label: string;
    invalid: boolean;
  }
): JSX.Element {
  const { field, invalid, label, model, part } = props;
  const { name } = field.parameter;
  return (
    <input
      className="jp-mod-styled"
      type="text"
      spellCheck={false}
      name={`${name}.${part}`}
      aria-label={`${name}: ${label}`}
      aria-invalid={invalid}
      placeholder={label}
      disabled={model.submitting}
      value={model.searchOf(name)[part]}
      onChange={event => {
        model.search(name, { [part]: event.currentTarget.value });
      }}
    />
  );
}

/** The few values that it can have, to be picked. */
function Picks({ field, model }: IFieldProps): JSX.Element {
  const { name } = field.parameter;
  const { picked } = model.searchOf(name);
  return (
    <span className="ct-SpaceField-picks">
      {fewValues(field).map(value => {
        const key = JSON.stringify(value);
        return (
          <label key={key}>
            <input
              type="checkbox"
              checked={picked.includes(key)}
              disabled={model.submitting}
              onChange={event => {
                const others = picked.filter(one => one !== key);
                model.search(name, {
                  picked: event.currentTarget.checked ? [...others, key] : others
                });
              }}
            />
            {formatValue(value)}
          </label>
        );
      })}
    </span>
  );
}
