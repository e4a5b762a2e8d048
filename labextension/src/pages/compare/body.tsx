import { UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { Part } from '../../ui/part';
import { StateView } from '../../ui/state';
import { CodeDiff } from './code';
import { DataDiff } from './data';
import { Metrics } from './metrics';
import type { ComparePageModel } from './model';
import type { ComparedPart, IPageProps } from './services';
import { Sides } from './sides';
import { partTitles } from './titles';
import { Values } from './values';
import { Why } from './why';

/** The page on which runs are compared. */
export function ComparePageBody(props: {
  model: ComparePageModel;
  trans: TranslationBundle;
  onOpenRun: (run: string) => void;
  onOpenSearch: (bisection: string) => void;
}): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {found => <Compared {...props} found={found} why={model.why} />}
        </StateView>
      )}
    </UseSignal>
  );
}

function Compared(props: IPageProps): JSX.Element {
  const { found, trans } = props;
  const titles = partTitles(trans);
  const parts = Object.keys(titles) as ComparedPart[];
  return (
    <article className="ct-RunPage-content">
      <header>
        <h1 className="ct-ComparePage-title">{trans.__('Comparison')}</h1>
        <Sides {...props} />
        {found.notes.map(note => (
          <p className="ct-Note" key={note}>
            {note}
          </p>
        ))}
      </header>
      {found.metrics.length > 0 && <Metrics {...props} />}
      <Why {...props} />
      {parts
        .filter(part => found[part].length > 0)
        .map(part => (
          <Part
            key={part}
            className={`ct-ComparePage-${part}`}
            title={titles[part]}
            aside={counts(props, part)}
          >
            <Differences {...props} part={part} />
          </Part>
        ))}
      <Same {...props} parts={parts.filter(part => found[part].length === 0)} />
    </article>
  );
}

function Differences(props: IPageProps & { part: ComparedPart }): JSX.Element {
  const { part } = props;
  switch (part) {
    case 'code':
      return <CodeDiff {...props} />;
    case 'data':
      return <DataDiff {...props} />;
    default:
      return <Values {...props} part={part} />;
  }
}

function counts({ found, trans }: IPageProps, part: ComparedPart): string {
  const differing = trans._n('%1 differs', '%1 differ', found[part].length);
  const same = found.same[part] ?? 0;
  return same ? `${differing}, ${trans.__('%1 the same', same)}` : differing;
}

/** In what the runs do not differ. */
function Same(props: IPageProps & { parts: readonly ComparedPart[] }): ReactNode {
  const { found, parts, trans } = props;
  const titles = partTitles(trans);
  const same = parts.filter(part => found.same[part]);
  return (
    same.length > 0 && (
      <p className="ct-ComparePage-same ct-Quiet">
        {trans.__('The same on all sides:')}{' '}
        {same.map(part => `${titles[part]} (${found.same[part]})`).join(', ')}
      </p>
    )
  );
}
