import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { formatNumber, formatShare } from '../../format';
import type { NumberChange, OutputChange } from '../../nouns';
import { DiffLines } from '../../ui/difflines';
import { changeWord } from '../compare/titles';

interface IProps {
  output: OutputChange;
  trans: TranslationBundle;
}

/** One output on two sides: numbers with their differences, text line by line, pictures beside each other. */
export function OutputDiff(props: IProps): ReactNode {
  const { output, trans } = props;
  if (output.change === 'same') {
    return null;
  }
  return (
    <figure className="ct-OutputDiff" data-kind={output.kind}>
      <figcaption className="ct-Quiet">
        {`${output.name} (${output.mime}): ${changeWord(output.change, trans)}`}
        {output.note !== '' && `. ${output.note}`}
      </figcaption>
      {output.numbers.length > 0 ? (
        <Numbers numbers={output.numbers} trans={trans} />
      ) : (
        output.diff.length > 0 && <DiffLines lines={output.diff} />
      )}
      <Pictures {...props} />
    </figure>
  );
}

function Numbers(props: {
  numbers: readonly NumberChange[];
  trans: TranslationBundle;
}): JSX.Element {
  const { numbers, trans } = props;
  return (
    <table className="ct-Table ct-mod-mono">
      <tbody>
        {numbers.map((number, i) => (
          <tr key={i}>
            <th scope="row">{trans.__('line %1', number.line)}</th>
            <td>{`${String(number.before)} → ${String(number.after)}`}</td>
            <td>{deltaOf(number)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** By how much a number differs, with its sign, and as a share of what it was. */
export function deltaOf({ difference, relative }: NumberChange): string {
  if (difference === null) {
    return '';
  }
  const delta = `${difference < 0 ? '−' : '+'}${formatNumber(Math.abs(difference))}`;
  return relative === null ? delta : `${delta} (${formatShare(Math.abs(relative))})`;
}

/** Pictures are only ever shown as pictures: nothing in them runs. */
function Pictures({ output, trans }: IProps): ReactNode {
  const { after, before } = output;
  return (
    (before !== null || after !== null) && (
      <div className="ct-OutputDiff-pictures">
        {before !== null && <img src={before} alt={trans.__('before')} />}
        {after !== null && <img src={after} alt={trans.__('after')} />}
      </div>
    )
  );
}
