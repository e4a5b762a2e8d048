import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';
import { ChoiceField, LineField, SwitchField } from '../../form/controls';
import { entry } from '../../form/entry';
import { NotebookForm } from '../../form/fields';
import { SpaceFields } from './space';
import type { SweepRequestModel } from './request';

/** A metric as people call it. */
const METRIC = 'auc';

interface IProps {
  model: SweepRequestModel;
  trans: TranslationBundle;
}

/** What is searched, for which metric, and how. */
export function SweepForm(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <NotebookForm
          model={model}
          trans={trans}
          parameters={fields => <SpaceFields {...props} fields={fields} />}
          more={
            <>
              <How {...props} />
              <Size {...props} />
            </>
          }
        >
          <Goal {...props} />
        </NotebookForm>
      )}
    </UseSignal>
  );
}

function Goal({ model, trans }: IProps): JSX.Element {
  return (
    <div className="ct-Form-columns">
      <LineField
        {...entry(model, 'metric')}
        label={trans.__('Metric')}
        placeholder={METRIC}
        help={trans.__('a number that the notebook computes or logs')}
      />
      <ChoiceField
        {...entry(model, 'direction')}
        label={trans.__('Better is')}
        choices={{ maximize: trans.__('more'), minimize: trans.__('less') }}
      />
    </div>
  );
}

function How({ model, trans }: IProps): JSX.Element {
  return (
    <>
      <div className="ct-Form-columns">
        <ChoiceField
          {...entry(model, 'sampler')}
          label={trans.__('Sampler')}
          choices={{
            '': trans.__('what fits'),
            grid: trans.__('grid: each point'),
            random: trans.__('random'),
            tpe: trans.__('tpe: learns from what it found')
          }}
        />
        <LineField
          {...entry(model, 'n')}
          label={trans.__('Points')}
          help={trans.__('empty for all of a finite space')}
        />
        <LineField
          {...entry(model, 'seeds')}
          label={trans.__('Seeds')}
          help={trans.__('each point is run with so many; more give intervals')}
        />
        <LineField
          {...entry(model, 'parallel')}
          label={trans.__('At once')}
          help={trans.__('empty for as many as there are processors')}
        />
        <LineField {...entry(model, 'name')} label={trans.__('Name')} />
        <LineField
          {...entry(model, 'on')}
          label={trans.__('Where')}
          help={trans.__('empty for this machine, or the address of a Dask cluster')}
        />
      </div>
      <SwitchField
        {...entry(model, 'prune')}
        label={trans.__('Prune')}
        help={trans.__('stop trials early that fall behind, by what they log')}
      />
      <SwitchField
        {...entry(model, 'cache')}
        label={trans.__('Skip unchanged cells')}
        help={trans.__('where the result is provably the same')}
      />
    </>
  );
}

/** How much work it is, as the server reckons; or why it cannot be. */
function Size({ model, trans }: IProps): ReactNode {
  const { preview, problemOfSearch } = model;
  if (problemOfSearch !== null) {
    return (
      <p className="ct-Field-problem" role="alert">
        {problemOfSearch}
      </p>
    );
  }
  if (preview.phase !== 'ready' || preview.value.trials === null) {
    return null;
  }
  const { parallel, points, sampler, trials } = preview.value;
  return (
    <p className="ct-SweepSize" role="status">
      {[
        trans._n('%1 point', '%1 points', points ?? 0),
        trans._n('%1 run of the notebook', '%1 runs of the notebook', trials),
        trans.__('sampler %1', sampler ?? ''),
        parallel ? trans.__('%1 at once', parallel) : ''
      ]
        .filter(Boolean)
        .join(' · ')}
    </p>
  );
}
