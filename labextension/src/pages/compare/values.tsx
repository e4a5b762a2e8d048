import { formatValue } from '../../format';
import type { RunComparison, ValueChange } from '../../nouns';
import type { IPageProps, ValuePart } from './services';

type Cell = string | null;

/** A name with what it is on each side; null where it is not there. */
export interface IComparedRow {
  readonly name: string;
  readonly values: readonly Cell[];
}

/** Put what several sides say of a name into one row; a side that says nothing is as the first. */
export function comparedRows(
  changes: readonly ValueChange[],
  sides: RunComparison['sides']
): IComparedRow[] {
  const names = [...new Set(changes.map(change => change.name))];
  return names.map(name => {
    const ours = changes.filter(change => change.name === name);
    const first = ours[0] ? before(ours[0]) : null;
    const values = sides.map(side => {
      const change = ours.find(one => one.side === side.label);
      return change ? after(change) : first;
    });
    return { name, values };
  });
}

function before({ before: value, change }: ValueChange): Cell {
  return change === 'added' ? null : formatValue(value);
}

function after({ after: value, change }: ValueChange): Cell {
  return change === 'removed' ? null : formatValue(value);
}

/** Names whose values differ, a column for each side. */
export function Values({
  found,
  part,
  trans
}: IPageProps & { part: ValuePart }): JSX.Element {
  return (
    <table className="ct-Table ct-Compared ct-mod-mono">
      <thead>
        <tr>
          <th scope="col">{trans.__('name')}</th>
          {found.sides.map(side => (
            <th scope="col" key={side.label}>
              {side.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {comparedRows(found[part], found.sides).map(({ name, values }) => (
          <tr key={name} data-id={name}>
            <th scope="row">{name}</th>
            {values.map((value, i) => (
              <td key={i} data-differs={value !== values[0]}>
                {value ?? <span className="ct-Quiet">{trans.__('not there')}</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
