import { useState, type ReactNode } from 'react';

/** A column: what it is called, by what its rows are sorted, and what it shows. */
export interface IColumn<R> {
  readonly key: string;
  readonly label: string;
  readonly sortBy: (row: R) => unknown;
  readonly show: (row: R) => ReactNode;
}

interface IOrder {
  readonly key: string;
  readonly down: boolean;
}

/** A table that is sorted by the column whose head is clicked. */
export function SortableTable<R>(props: {
  columns: readonly IColumn<R>[];
  rows: readonly R[];
  idOf: (row: R) => string;
  first: IOrder;
  markOf?: (row: R) => string | undefined;
  onPoint?: (id: string | null) => void;
}): JSX.Element {
  const { columns, first, idOf, rows } = props;
  const [order, setOrder] = useState(first);
  return (
    <table className="ct-Table ct-Sortable">
      <thead>
        <tr>
          {columns.map(({ key, label }) => (
            <Head key={key} label={label} name={key} order={order} onOrder={setOrder} />
          ))}
        </tr>
      </thead>
      <tbody>
        {sortRows(rows, columns, order).map(row => (
          <tr
            key={idOf(row)}
            data-id={idOf(row)}
            data-mark={props.markOf?.(row)}
            onMouseEnter={() => props.onPoint?.(idOf(row))}
            onMouseLeave={() => props.onPoint?.(null)}
          >
            {columns.map(({ key, show }) => (
              <td key={key}>{show(row)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Head(props: {
  name: string;
  label: string;
  order: IOrder;
  onOrder: (order: IOrder) => void;
}): JSX.Element {
  const { label, name, onOrder, order } = props;
  const isHere = name === order.key;
  return (
    <th
      scope="col"
      aria-sort={isHere ? (order.down ? 'descending' : 'ascending') : undefined}
    >
      <button
        className="ct-Sortable-head"
        onClick={() => {
          onOrder({ key: name, down: isHere && !order.down });
        }}
      >
        {label}
      </button>
    </th>
  );
}

/** Sort rows by a column; what has no value comes last, whichever way. */
export function sortRows<R>(
  rows: readonly R[],
  columns: readonly IColumn<R>[],
  order: IOrder
): readonly R[] {
  const column = columns.find(({ key }) => key === order.key);
  if (!column) {
    return rows;
  }
  const sign = order.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [column.sortBy(a), column.sortBy(b)];
    if (left === null || right === null) {
      return Number(left === null) - Number(right === null);
    }
    return sign * compare(left, right);
  });
}

function compare(a: unknown, b: unknown): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), undefined, { numeric: true });
}
