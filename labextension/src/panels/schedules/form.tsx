import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';
import { ChoiceField, LineField } from '../../form/controls';
import { entry } from '../../form/entry';
import { NotebookForm } from '../../form/fields';
import { formatInZone } from '../../schedules';
import { UNITS, type ScheduleRequestModel } from './request';

/** Data as people name them. */
const DATA = 'data/*.parquet';

interface IProps {
  model: ScheduleRequestModel;
  trans: TranslationBundle;
}

/** What starts a notebook by itself, with which parameters, and what then. */
export function ScheduleForm(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <NotebookForm model={model} trans={trans}>
          <When {...props} />
          <NextTimes {...props} />
          <Policies {...props} />
          {model.otherProblems.map(problem => (
            <p className="ct-Field-problem" role="alert" key={problem}>
              {problem}
            </p>
          ))}
        </NotebookForm>
      )}
    </UseSignal>
  );
}

function When(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <div className="ct-Form-group">
      <LineField
        {...entry(model, 'name')}
        label={trans.__('Name')}
        placeholder={trans.__('that of the notebook')}
      />
      <ChoiceField
        {...entry(model, 'kind')}
        label={trans.__('Starts')}
        choices={{
          cron: trans.__('at times of the day, week or month'),
          interval: trans.__('at an interval'),
          data: trans.__('when data change'),
          event: trans.__('when something happens'),
          after: trans.__('after another has finished')
        }}
      />
      <Trigger {...props} />
    </div>
  );
}

function Trigger(props: IProps): JSX.Element {
  const { model, trans } = props;
  switch (model.texts.kind) {
    case 'cron':
      return <Cron {...props} />;
    case 'interval':
      return <Interval {...props} />;
    case 'data':
      return (
        <LineField
          {...entry(model, 'watch')}
          label={trans.__('Data')}
          placeholder={DATA}
          help={trans.__(
            'A file, folder or pattern; model@alias; or artifact:name. What is there now does not start it.'
          )}
        />
      );
    case 'event':
      return <Event {...props} />;
    case 'after':
      return (
        <LineField
          {...entry(model, 'of')}
          label={trans.__('After')}
          known={model.known}
          help={trans.__('The name of a schedule, or the path of a notebook')}
        />
      );
  }
}

function Cron({ model, trans }: IProps): JSX.Element {
  return (
    <div className="ct-Form-columns">
      <LineField
        {...entry(model, 'cron')}
        label={trans.__('Cron line')}
        help={trans.__('minute, hour, day of month, month, day of week')}
      />
      <LineField
        {...entry(model, 'timezone')}
        label={trans.__('Time zone')}
        known={zones()}
      />
    </div>
  );
}

function Interval({ model, trans }: IProps): JSX.Element {
  const words: Readonly<Record<string, string>> = {
    d: trans.__('days'),
    h: trans.__('hours'),
    min: trans.__('minutes'),
    s: trans.__('seconds')
  };
  return (
    <div className="ct-Form-columns">
      <LineField {...entry(model, 'every')} label={trans.__('Every')} />
      <ChoiceField
        {...entry(model, 'unit')}
        label={trans.__('Unit')}
        choices={Object.fromEntries(
          Object.keys(UNITS).map(unit => [unit, words[unit] ?? unit])
        )}
      />
    </div>
  );
}

function Event({ model, trans }: IProps): JSX.Element {
  const isDrift = model.texts.event === 'drift';
  return (
    <div className="ct-Form-columns">
      <ChoiceField
        {...entry(model, 'event')}
        label={trans.__('What happens')}
        choices={{
          drift: trans.__('a deployment has drifted'),
          promoted: trans.__('a model is promoted')
        }}
      />
      <LineField
        {...entry(model, 'of')}
        label={isDrift ? trans.__('Deployment') : trans.__('Model')}
        known={model.known}
      />
    </div>
  );
}

/** When it would start next, as the server reckons. */
function NextTimes({ model, trans }: IProps): ReactNode {
  const { kind, timezone } = model.texts;
  if (kind !== 'cron' && kind !== 'interval') {
    return null;
  }
  const { preview } = model;
  const times = preview.phase === 'ready' ? preview.value.times : [];
  const zone = kind === 'cron' ? timezone : undefined;
  return (
    <div className="ct-NextTimes" role="status" aria-label={trans.__('Next starts')}>
      <span className="ct-Field-name">{trans.__('Next starts')}</span>
      {times.length ? (
        <ol>
          {times.map(at => (
            <li key={at}>{formatInZone(at, zone)}</li>
          ))}
        </ol>
      ) : (
        <p className="ct-Quiet">
          {preview.phase === 'failed' ? preview.error.message : trans.__('none yet')}
        </p>
      )}
    </div>
  );
}

function Policies({ model, trans }: IProps): JSX.Element {
  return (
    <div className="ct-Form-columns">
      <ChoiceField
        {...entry(model, 'missed')}
        label={trans.__('Starts that were missed')}
        choices={{
          once: trans.__('are made up for once'),
          skip: trans.__('are left out'),
          all: trans.__('are all made up for')
        }}
      />
      <ChoiceField
        {...entry(model, 'overlap')}
        label={trans.__('While it still runs')}
        choices={{
          skip: trans.__('a start is left out'),
          queue: trans.__('a start waits'),
          allow: trans.__('both run'),
          replace: trans.__('the older one is stopped')
        }}
      />
    </div>
  );
}

/** The time zones that the browser knows. */
function zones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}
