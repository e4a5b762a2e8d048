import { Button } from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';
import { ChoiceField, SwitchField } from '../../form/controls';
import { baseName, formatDuration, formatNumber, signed } from '../../format';
import type { MovedMetric, SearchPlan } from '../../nouns';
import { Refusal } from '../../ui/refusal';
import { StateView } from '../../ui/state';
import { Suspects } from '../../ui/suspects';
import type { IPageProps } from './services';

interface IProps extends IPageProps {
  onStart: () => void;
}

/** What is to be explained, what would be tried for it, and what that costs. */
export function WhyForm(props: IProps): JSX.Element {
  const { onStart, trans, why } = props;
  const state = why.plan();
  const busy = why.attempts.isBusy(why.before);
  return (
    <form
      className="ct-WhyForm"
      aria-label={trans.__('Why did it change?')}
      aria-busy={busy}
      onSubmit={event => {
        event.preventDefault();
        onStart();
      }}
    >
      <Other {...props} />
      <StateView state={state} trans={trans} onRetry={() => void why.refresh()}>
        {plan => <Plan {...props} plan={plan} />}
      </StateView>
      <Refusal attempts={why.attempts} id={why.before} trans={trans} />
      <div className="ct-WhyForm-buttons">
        {state.phase === 'ready' && (
          <Button type="submit" className="ct-WhyForm-start" disabled={busy}>
            {trans.__('Find the cause')}
          </Button>
        )}
        <Button
          type="button"
          minimal
          onClick={() => {
            why.open = false;
          }}
        >
          {trans.__('Close')}
        </Button>
      </div>
    </form>
  );
}

/** Which run it is, where more than two are compared. */
function Other({ found, trans, why }: IProps): ReactNode {
  const others = why.runs.slice(1);
  return (
    others.length > 1 && (
      <ChoiceField
        name="after"
        label={trans.__('From A to')}
        value={why.after}
        choices={Object.fromEntries(
          others.map((run, i) => [run, titleOf(found.sides[i + 1], run)])
        )}
        onChange={run => {
          why.after = run;
        }}
      />
    )
  );
}

function titleOf(side: { label: string; name: string } | undefined, run: string): string {
  return side ? `${side.label}: ${side.name} ${run.slice(-6)}` : run.slice(-6);
}

function Plan(props: IProps & { plan: SearchPlan }): JSX.Element {
  const { plan, trans, why } = props;
  const { metrics, suspects } = plan;
  return (
    <>
      <ChoiceField
        name="metric"
        label={trans.__('Metric')}
        value={why.metric ?? metrics[0]?.metric ?? ''}
        choices={Object.fromEntries(metrics.map(one => [one.metric, moved(one)]))}
        onChange={metric => {
          why.metric = metric;
        }}
      />
      {suspects.length > 0 && <Suspects suspects={suspects} trans={trans} />}
      {suspects.some(({ kind }) => kind === 'packages') && (
        <SwitchField
          name="packages"
          label={trans.__('Swap packages too')}
          help={trans.__('the environments that the runs had are built for it')}
          value={String(why.packages)}
          onChange={text => {
            why.packages = text === 'true';
          }}
        />
      )}
      <p className="ct-WhyForm-cost">{costWords(plan, props)}</p>
    </>
  );
}

function moved({ after, before, metric }: MovedMetric): string {
  const change = signed(after - before);
  return `${metric}: ${formatNumber(before)} → ${formatNumber(after)} (${change})`;
}

/** How often the notebook is run at the most, and how long each time. */
function costWords(plan: SearchPlan, { trans }: IProps): string {
  const { at_most: most, notebook, run_s: each } = plan;
  const runs = trans.__(
    'It runs %1 again with parts of the other run, at most %2 times.',
    baseName(notebook),
    most
  );
  const time =
    each === null
      ? ''
      : trans.__(
          'Each takes as long as the first run did (%1), and the start of a kernel.',
          formatDuration(each)
        );
  return `${runs} ${time}`.trim();
}
