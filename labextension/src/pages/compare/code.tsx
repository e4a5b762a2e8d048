import type { CellChange } from '../../nouns';
import { DiffLines } from '../../ui/difflines';
import type { IPageProps } from './services';
import { changeWord } from './titles';

/** The cells whose code differs, line by line. */
export function CodeDiff({ found, trans }: IPageProps): JSX.Element {
  return (
    <>
      {found.code.map((cell, i) => (
        <figure className="ct-Diff" key={i}>
          <figcaption className="ct-Quiet">
            {trans.__('%1: cell %2', cell.side, place(cell))}{' '}
            {changeWord(cell.change, trans)}
          </figcaption>
          <DiffLines lines={cell.diff} />
        </figure>
      ))}
    </>
  );
}

/** Which cell of its run it is, counted from 1. */
function place({ after, before }: CellChange): number {
  return (after ?? before ?? 0) + 1;
}
