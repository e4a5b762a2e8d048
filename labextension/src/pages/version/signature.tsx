import { formatNumber } from '../../format';
import type { ModelColumn } from '../../nouns';
import { Part } from '../../ui/part';
import type { IVersionProps } from './services';

type Trans = IVersionProps['trans'];

/** What it takes and gives. */
export function SignaturePart({ found, trans }: IVersionProps): JSX.Element {
  const { inputs, outputs } = found.version.signature;
  return (
    <Part
      className="ct-VersionPage-signature"
      title={trans.__('Signature')}
      aside={trans.__('%1 in, %2 out', inputs.length, outputs.length)}
    >
      {inputs.length + outputs.length ? (
        <table className="ct-Table ct-VersionPage-columns">
          <thead>
            <tr>
              <th scope="col">{trans.__('column')}</th>
              <th scope="col">{trans.__('type')}</th>
              <th scope="col">{trans.__('may be missing')}</th>
              <th scope="col">{trans.__('seen in training')}</th>
            </tr>
          </thead>
          <tbody>
            <Columns columns={inputs} trans={trans} />
          </tbody>
          {outputs.length > 0 && (
            <tbody>
              <tr>
                <th colSpan={4} scope="rowgroup" className="ct-VersionPage-outputs">
                  {trans.__('gives')}
                </th>
              </tr>
              <Columns columns={outputs} trans={trans} />
            </tbody>
          )}
        </table>
      ) : (
        <p className="ct-Quiet">
          {trans.__(
            'Nobody said what it takes. Register with the training data to have it known.'
          )}
        </p>
      )}
    </Part>
  );
}

function Columns(props: { columns: readonly ModelColumn[]; trans: Trans }): JSX.Element {
  const { columns, trans } = props;
  return (
    <>
      {columns.map(column => (
        <tr key={column.name} data-id={column.name}>
          <th scope="row">{column.name}</th>
          <td>
            <code>{typeOf(column)}</code>
          </td>
          <td>{column.nullable ? trans.__('yes') : trans.__('no')}</td>
          <td>{rangeOf(column)}</td>
        </tr>
      ))}
    </>
  );
}

/** The type, with the shape of one row's value where it is no plain one: `double[28, 28]`, `double[?]`. */
export function typeOf({ shape, type }: ModelColumn): string {
  return shape.length ? `${type}[${shape.map(n => (n < 0 ? '?' : n)).join(', ')}]` : type;
}

/** What the training data had: a range, or all categories. */
export function rangeOf({ categories, maximum, minimum }: ModelColumn): string {
  if (categories !== null) {
    return categories.join(', ');
  }
  return minimum === null && maximum === null
    ? ''
    : `${formatNumber(minimum)} … ${formatNumber(maximum)}`;
}
