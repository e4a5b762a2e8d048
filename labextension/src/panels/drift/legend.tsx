import type { TranslationBundle } from '@jupyterlab/translation';
import { HEAT_TICKS } from '../../ui/heat';

/** What the colours, the dot and the dashed line mean. */
export function HeatLegend(props: { trans: TranslationBundle }): JSX.Element {
  const { trans } = props;
  return (
    <div
      className="ct-HeatLegend"
      title={trans.__(
        'Population stability index: below 0.1 no change worth a look, from 0.25 on a large one'
      )}
    >
      <span>{trans.__('PSI')}</span>
      <span className="ct-HeatLegend-scale">
        <span className="ct-HeatLegend-bar" />
        <span className="ct-HeatLegend-ticks">
          {HEAT_TICKS.map(tick => (
            <span key={tick}>{tick === 1 ? trans.__('1+') : tick}</span>
          ))}
        </span>
      </span>
      <span className="ct-HeatLegend-mark">
        <i />
        {trans.__('drifted')}
      </span>
      <span className="ct-HeatLegend-reference">
        <i />
        {trans.__('at registration')}
      </span>
    </div>
  );
}
