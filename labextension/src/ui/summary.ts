import { formatNumber, formatValue } from '../format';

type Summary = Readonly<Record<string, unknown>>;

/** What a list says of an artifact: how big it is, of what, and which columns it has. */
export function summarize(summary: Summary): string {
  const columns = columnsOf(summary.columns);
  const parts = [sizeOf(summary, columns.length), columns.join(', ')].filter(
    part => part
  );
  return (parts.length ? parts : [className(summary.class), ...rest(summary)])
    .filter(part => part)
    .join(' · ');
}

function sizeOf(summary: Summary, columns: number): string {
  const { dtype, rows, shape } = summary;
  if (Array.isArray(shape)) {
    const size = shape.map(n => formatNumber(Number(n))).join(' × ');
    return typeof dtype === 'string' ? `${size} ${dtype}` : size;
  }
  return typeof rows === 'number' ? `${formatNumber(rows)} × ${columns}` : '';
}

function columnsOf(columns: unknown): readonly string[] {
  if (Array.isArray(columns)) {
    return columns.map(String);
  }
  return typeof columns === 'object' && columns !== null ? Object.keys(columns) : [];
}

/** The class without the modules it lies in. */
function className(name: unknown): string {
  return typeof name === 'string' ? (name.split('.').pop() ?? name) : '';
}

function rest(summary: Summary): readonly string[] {
  return Object.entries(summary)
    .filter(([key, value]) => key !== 'class' && typeof value !== 'object')
    .map(([key, value]) => (value === true ? key : `${key} ${formatValue(value)}`));
}
