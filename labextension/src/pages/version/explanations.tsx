import { useState, type ReactNode } from 'react';
import { formatNumber, formatValue } from '../../format';
import type { Explanations, Importance, LocalExplanationPlot } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { Fold } from '../../ui/fold';
import { Part } from '../../ui/part';
import { Picture } from '../../ui/picture';
import { Refusal } from '../../ui/refusal';
import { StateView } from '../../ui/state';
import { WITH } from './model';
import { exampleRow, readRow } from './row';
import type { IVersionProps } from './services';

/** Where its answers come from: over many rows, and for one. */
export function ExplanationsPart(props: IVersionProps): JSX.Element {
  const { model, trans } = props;
  return (
    <Part className="ct-VersionPage-explanations" title={trans.__('Explanations')}>
      <StateView
        state={model.explanations()}
        trans={trans}
        onRetry={() => void model.refresh()}
      >
        {found => <Global {...props} explanations={found} />}
      </StateView>
      <Why {...props} />
    </Part>
  );
}

function Global(props: IVersionProps & { explanations: Explanations }): JSX.Element {
  const { explanations, model, trans } = props;
  const { explanation, plots } = explanations;
  const busy = model.attempts.isBusy(WITH.explain);
  return (
    <>
      {explanation === null ? (
        <p className="ct-Quiet">
          {trans.__('Nobody has asked yet which features matter to it.')}
        </p>
      ) : (
        <>
          <p className="ct-Quiet">
            {trans.__(
              '%1, over %2 rows of %3',
              explanation.output,
              explanation.rows,
              explanation.data
            )}
          </p>
          {explanation.importances.map(one => (
            <Bars key={one.method} importance={one} trans={trans} />
          ))}
          {explanation.notes.map((note, i) => (
            <p className="ct-Note" key={i}>
              {note}
            </p>
          ))}
          <Plots plots={plots} trans={trans} />
        </>
      )}
      <Actions label={trans.__('Explanations')}>
        <Action
          name="explain"
          label={explanation === null ? trans.__('Explain') : trans.__('Explain again')}
          title={trans.__(
            'Shuffle each feature in the rows that are kept, and see how much worse it gets'
          )}
          disabled={busy}
          onClick={() => void model.explain()}
        />
        {busy && <span className="ct-Actions-busy">{trans.__('Under way…')}</span>}
      </Actions>
      <Refusal attempts={model.attempts} id={WITH.explain} trans={trans} />
    </>
  );
}

function Plots(props: {
  plots: Explanations['plots'];
  trans: IVersionProps['trans'];
}): ReactNode {
  const { plots, trans } = props;
  return (
    plots.length > 0 && (
      <Fold label={trans._n('%1 plot', '%1 plots', plots.length)}>
        <div className="ct-Pictures">
          {plots.map(({ svg, title }) => (
            <figure key={title}>
              <figcaption>{title}</figcaption>
              <Picture svg={svg} label={title} />
            </figure>
          ))}
        </div>
      </Fold>
    )
  );
}

/** How much each feature matters, with its interval. */
function Bars(props: {
  importance: Importance;
  trans: IVersionProps['trans'];
}): JSX.Element {
  const { importance, trans } = props;
  const largest = Math.max(
    ...importance.features.map(({ high }) => high),
    Number.EPSILON
  );
  const width = (value: number): string =>
    `${Math.max(0, Math.min(100, (100 * value) / largest))}%`;
  return (
    <dl
      className="ct-Weights"
      aria-label={trans.__('Importance by %1', importance.method)}
    >
      {importance.features.map(({ feature, high, importance: mean, low }) => (
        <div key={feature} data-id={feature}>
          <dt title={feature}>{feature}</dt>
          <dd title={`${formatNumber(low)} … ${formatNumber(high)}`}>
            <span className="ct-Weight" aria-hidden="true">
              <i style={{ width: width(mean) }} />
              <b style={{ left: width(low), right: `calc(100% - ${width(high)})` }} />
            </span>
            {formatNumber(mean)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Why it says what it says to a row that is typed or pasted. */
function Why(props: IVersionProps): JSX.Element {
  const { found, model, trans } = props;
  const [text, setText] = useState(() => exampleRow(found.version.signature.inputs));
  const reading = readRow(text, trans);
  const busy = model.attempts.isBusy(WITH.why);
  return (
    <Fold label={trans.__('Why does it say what it says to one row?')}>
      <div className="ct-Why">
        <label
          className={reading.problem === null ? 'ct-Field' : 'ct-Field ct-mod-invalid'}
        >
          <span className="ct-Field-name">{trans.__('Row')}</span>
          <textarea
            className="jp-mod-styled"
            rows={6}
            spellCheck={false}
            value={text}
            aria-invalid={reading.problem !== null}
            onChange={event => {
              setText(event.currentTarget.value);
            }}
          />
          {reading.problem !== null && (
            <span className="ct-Field-problem" role="alert">
              {reading.problem}
            </span>
          )}
        </label>
        <Actions label={trans.__('Explanation of the row')}>
          <Action
            name="why"
            label={trans.__('Why?')}
            disabled={busy || reading.problem !== null}
            onClick={() => reading.problem === null && void model.why(reading.row)}
          />
          {busy && <span className="ct-Actions-busy">{trans.__('Under way…')}</span>}
        </Actions>
        <Refusal attempts={model.attempts} id={WITH.why} trans={trans} />
        {model.answer && <Answer answer={model.answer} trans={trans} />}
      </div>
    </Fold>
  );
}

function Answer(props: {
  answer: LocalExplanationPlot;
  trans: IVersionProps['trans'];
}): ReactNode {
  const { answer, trans } = props;
  const { base, contributions, output, prediction } = answer.explanation;
  return (
    <figure className="ct-Why-answer">
      <figcaption>
        {trans.__(
          '%1 = %2, where it is %3 on average',
          output,
          formatNumber(prediction),
          formatNumber(base)
        )}
      </figcaption>
      <Picture
        svg={answer.svg}
        label={contributions
          .map(
            ({ contribution, feature, value }) =>
              `${feature} = ${formatValue(value)}: ${formatNumber(contribution)}`
          )
          .join(', ')}
      />
    </figure>
  );
}
