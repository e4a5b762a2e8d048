import type { TranslationBundle } from '@jupyterlab/translation';
import { formatNumber } from '../../format';
import type { FeatureDrift } from '../../nouns';
import { CategoryBars, Histogram } from '../../ui/bars';
import { Fold } from '../../ui/fold';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import { binsOf, endsOf, formatDistance } from './table';

/** How many features are drawn at once. */
const SHOWN = 6;

/** The columns of a report: how each was spread in the reference, and how it is now. */
export function Features(props: {
  features: readonly FeatureDrift[];
  trans: TranslationBundle;
}): JSX.Element | null {
  const { features, trans } = props;
  if (!features.length) {
    return null;
  }
  const view = (feature: FeatureDrift): JSX.Element => (
    <FeatureView
      key={`${feature.role}/${feature.name}`}
      feature={feature}
      trans={trans}
    />
  );
  const outcomes = features.filter(feature => feature.role !== 'feature');
  const inputs = features.filter(feature => feature.role === 'feature');
  const rest = inputs.slice(SHOWN);
  return (
    <div className="ct-Features">
      <BarLegend trans={trans} />
      {outcomes.map(view)}
      {inputs.slice(0, SHOWN).map(view)}
      {rest.length > 0 && (
        <Fold
          label={trans._n('Show %1 more feature', 'Show %1 more features', rest.length)}
        >
          {rest.map(view)}
        </Fold>
      )}
    </div>
  );
}

function BarLegend(props: { trans: TranslationBundle }): JSX.Element {
  const { trans } = props;
  return (
    <div className="ct-BarLegend">
      <span>
        <i className="ct-Bar ct-mod-reference" />
        {trans.__('training data')}
      </span>
      <span>
        <i className="ct-Bar ct-mod-current" />
        {trans.__('this window')}
      </span>
    </div>
  );
}

function FeatureView(props: {
  feature: FeatureDrift;
  trans: TranslationBundle;
}): JSX.Element {
  const { feature, trans } = props;
  const verdict = feature.drifted ? 'drifted' : 'stable';
  const bins = binsOf(feature, trans.__('missing'));
  const label = trans.__('%1: training data and this window', feature.name);
  return (
    <section className="ct-Feature" data-name={feature.name}>
      <h5>
        <StatusMark status={verdict} label={wordFor(verdict, trans)} />
        <span className="ct-Feature-name" title={feature.name}>
          {feature.name}
        </span>
        <span
          className="ct-Feature-numbers"
          title={trans.__('p = %1', formatNumber(feature.p_value))}
        >
          {trans.__('PSI %1', formatDistance(feature.distance))}
        </span>
      </h5>
      {feature.kind === 'number' ? (
        <Histogram bins={bins} label={label} ends={endsOf(feature)} />
      ) : (
        <CategoryBars bins={bins} label={label} />
      )}
    </section>
  );
}
