import type { CSSProperties, ReactNode } from 'react';
import { heatOf } from './heat';

/** A column of the map. */
export interface IHeatColumn {
  readonly id: string;
  readonly label: string;
  readonly title: string;
  /** Columns beside each other of the same group stand below one caption. */
  readonly group: string;
  readonly groupTitle: string;
  readonly selected: boolean;
}

/** A cell: how far away from the reference, and in words. */
export interface IHeatCell {
  readonly distance: number;
  readonly marked: boolean;
  readonly title: string;
}

/** A row of the map; null where nothing is known. */
export interface IHeatRow {
  readonly name: string;
  readonly title: string;
  readonly cells: readonly (IHeatCell | null)[];
}

interface IProps {
  columns: readonly IHeatColumn[];
  /** Rows that belong together; each group lies apart from the one above. */
  groups: readonly (readonly IHeatRow[])[];
  label: string;
  /** What an empty cell means. */
  unknown: string;
  onSelect: (column: string) => void;
  /** More rows in the same columns. */
  children?: ReactNode;
}

/** Many distances at a glance: the darker (in a dark theme: the brighter), the larger. */
export function Heatmap(props: IProps): JSX.Element {
  const { columns, groups } = props;
  return (
    <div className="ct-Heatmap-host">
      <table
        className="ct-Heatmap"
        aria-label={props.label}
        style={{ '--ct-columns': columns.length } as CSSProperties}
      >
        <colgroup>
          <col className="ct-Heatmap-names" />
          {columns.map(column => (
            <col key={column.id} />
          ))}
        </colgroup>
        <thead>
          <Captions columns={columns} />
          <tr>
            <td />
            {columns.map(column => (
              <Head key={column.id} column={column} onSelect={props.onSelect} />
            ))}
          </tr>
        </thead>
        {groups
          .filter(rows => rows.length > 0)
          .map((rows, i) => (
            <tbody key={i}>
              {rows.map(row => (
                <HeatRow key={row.name} {...props} row={row} />
              ))}
            </tbody>
          ))}
        {props.children}
      </table>
    </div>
  );
}

function Captions(props: { columns: readonly IHeatColumn[] }): JSX.Element {
  return (
    <tr className="ct-Heatmap-captions">
      <td />
      {spansOf(props.columns).map(({ column, span }) => (
        <th key={column.id} colSpan={span} scope="colgroup" title={column.groupTitle}>
          <span>{column.group}</span>
        </th>
      ))}
    </tr>
  );
}

/** Runs of columns of one group, each by its first column. */
export function spansOf(
  columns: readonly IHeatColumn[]
): { column: IHeatColumn; span: number }[] {
  const spans: { column: IHeatColumn; span: number }[] = [];
  for (const column of columns) {
    const last = spans.at(-1);
    if (last?.column.group === column.group) {
      last.span += 1;
    } else {
      spans.push({ column, span: 1 });
    }
  }
  return spans;
}

function Head(props: {
  column: IHeatColumn;
  onSelect: (column: string) => void;
}): JSX.Element {
  const { column, onSelect } = props;
  return (
    <th scope="col" className={column.selected ? 'ct-mod-selected' : undefined}>
      <button
        title={column.title}
        aria-pressed={column.selected}
        onClick={() => {
          onSelect(column.id);
        }}
      >
        {column.label}
      </button>
    </th>
  );
}

function HeatRow(props: IProps & { row: IHeatRow }): JSX.Element {
  const { columns, onSelect, row, unknown } = props;
  return (
    <tr data-name={row.name}>
      <th scope="row" title={row.title}>
        {row.name}
      </th>
      {columns.map((column, i) => (
        <HeatCell
          key={column.id}
          cell={row.cells[i] ?? null}
          unknown={unknown}
          onClick={() => {
            onSelect(column.id);
          }}
        />
      ))}
    </tr>
  );
}

function HeatCell(props: {
  cell: IHeatCell | null;
  unknown: string;
  onClick: () => void;
}): JSX.Element {
  const { cell, onClick, unknown } = props;
  if (!cell) {
    return <td className="ct-Heat ct-mod-unknown" title={unknown} onClick={onClick} />;
  }
  const { percent, step } = heatOf(cell.distance);
  return (
    <td
      className={cell.marked ? 'ct-Heat ct-mod-marked' : 'ct-Heat'}
      data-step={step}
      style={{ '--ct-heat': `${percent}%` } as CSSProperties}
      title={cell.title}
      aria-label={cell.title}
      onClick={onClick}
    />
  );
}
