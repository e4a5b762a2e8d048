import type { TranslationBundle } from '@jupyterlab/translation';
import { formatShare } from '../../format';
import type { ParameterImportance } from '../../nouns';
import { Part } from '../../ui/part';

/** How much each parameter matters for the metric, the most important first. */
export function Importances(props: {
  importances: readonly ParameterImportance[];
  trans: TranslationBundle;
}): JSX.Element {
  const { importances, trans } = props;
  const sorted = [...importances].sort((a, b) => b.importance - a.importance);
  return (
    <Part className="ct-SweepPage-importances" title={trans.__('What matters')}>
      <dl className="ct-Weights">
        {sorted.map(({ importance, name }) => (
          <div key={name} data-id={name}>
            <dt>{name}</dt>
            <dd>
              <span className="ct-Weight" aria-hidden="true">
                <i style={{ width: `${Math.min(100, 100 * importance)}%` }} />
              </span>
              {formatShare(importance)}
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}
