import type { TranslationBundle } from '@jupyterlab/translation';
import { formatNumber, formatValue } from '../../format';
import type { ColumnChange, DataChange } from '../../nouns';
import { Chip } from '../../ui/chip';
import type { IPageProps } from './services';
import { changeWord } from './titles';

/** The inputs and outputs that differ: frames by column, models by setting, others in words. */
export function DataDiff({ found, trans }: IPageProps): JSX.Element {
  return (
    <>
      {found.data.map(change => (
        <div
          className="ct-DataDiff"
          key={`${change.side}/${change.direction}/${change.name}`}
          data-id={change.name}
        >
          <div>
            <Chip
              label={change.direction === 'input' ? trans.__('in') : trans.__('out')}
            />{' '}
            <strong>{change.name}</strong>{' '}
            <span className="ct-Quiet">
              {change.side}: {changeWord(change.change, trans)}
              {change.said !== '' && `, ${change.said}`}
            </span>
          </div>
          <Inside change={change} trans={trans} />
        </div>
      ))}
    </>
  );
}

function Inside(props: {
  change: DataChange;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { change, trans } = props;
  const { columns, params } = change;
  if (!columns.length && !params.length) {
    return null;
  }
  return (
    <table className="ct-Table ct-mod-mono">
      <tbody>
        {columns.map(column => (
          <tr key={column.column} data-id={column.column}>
            <th scope="row">{column.column}</th>
            <td>{columnWords(column, trans)}</td>
          </tr>
        ))}
        {params.map(param => (
          <tr key={param.name}>
            <th scope="row">{param.name}</th>
            <td>{`${formatValue(param.before)} → ${formatValue(param.after)}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How a column differs: its type, how many values, and where its mean went. */
export function columnWords(column: ColumnChange, trans: TranslationBundle): string {
  const { change } = column;
  const words =
    change === 'changed' || change === 'retyped'
      ? [typeWords(column), countWords(column, trans), meanWords(column, trans)]
      : [];
  return words.filter(Boolean).join(', ') || changeWord(change, trans);
}

function typeWords({ change, type_after, type_before }: ColumnChange): string {
  return change === 'retyped' ? `${type_before ?? ''} → ${type_after ?? ''}` : '';
}

function countWords({ differing, rows }: ColumnChange, trans: TranslationBundle): string {
  return differing === null
    ? ''
    : trans.__('%1 of %2 values differ', differing, rows ?? '?');
}

function meanWords(column: ColumnChange, trans: TranslationBundle): string {
  const { mean_after, mean_before } = column;
  return mean_before === null || mean_after === null
    ? ''
    : trans.__('mean %1 → %2', formatNumber(mean_before), formatNumber(mean_after));
}
