import type { TranslationBundle } from '@jupyterlab/translation';
import type { NotebookFormModel } from './model';
import type { IOptionTexts } from './options';

interface IProps {
  model: NotebookFormModel<unknown>;
  trans: TranslationBundle;
}

interface ITexts {
  readonly label: string;
  readonly help: string;
}

/** Everything but the parameters: folded away, for it is seldom needed. */
export function MoreOptions(props: IProps): JSX.Element {
  const { trans } = props;
  const lines = lineTexts(trans);
  const switches = switchTexts(trans);
  return (
    <details className="ct-MoreOptions">
      <summary>{trans.__('More options')}</summary>
      <div className="ct-MoreOptions-grid">
        {(Object.keys(lines) as (keyof typeof lines)[]).map(name => (
          <OptionLine key={name} {...props} {...lines[name]} name={name} />
        ))}
      </div>
      {(Object.keys(switches) as (keyof typeof switches)[]).map(name => (
        <OptionSwitch key={name} {...props} {...switches[name]} name={name} />
      ))}
    </details>
  );
}

function OptionLine(props: IProps & ITexts & { name: keyof IOptionTexts }): JSX.Element {
  const { help, label, model, name } = props;
  const problem = model.problemOfOption(name);
  return (
    <label
      className={`ct-Field${problem === null ? '' : ' ct-mod-invalid'}`}
      data-option={name}
    >
      <span className="ct-Field-name">{label}</span>
      <input
        className="jp-mod-styled"
        type="text"
        spellCheck={false}
        aria-invalid={problem !== null}
        disabled={model.submitting}
        value={model.options[name]}
        onChange={event => {
          model.setOption(name, event.currentTarget.value);
        }}
      />
      <span className="ct-Field-help">{help}</span>
      {problem !== null && (
        <span className="ct-Field-problem" role="alert">
          {problem}
        </span>
      )}
    </label>
  );
}

function OptionSwitch(
  props: IProps & ITexts & { name: keyof IOptionTexts }
): JSX.Element {
  const { help, label, model, name } = props;
  return (
    <label className="ct-Field ct-mod-switch" data-option={name}>
      <input
        type="checkbox"
        disabled={model.submitting}
        checked={model.options[name] === 'true'}
        onChange={event => {
          model.setOption(name, String(event.currentTarget.checked));
        }}
      />
      <span>
        {label} <span className="ct-Field-help">{help}</span>
      </span>
    </label>
  );
}

type LineName =
  'retries' | 'retry_wait_s' | 'timeout_s' | 'cell_timeout_s' | 'on' | 'output';

function lineTexts(trans: TranslationBundle): Readonly<Record<LineName, ITexts>> {
  return {
    retries: {
      label: trans.__('Retries'),
      help: trans.__('how often it is tried again after a failure')
    },
    retry_wait_s: {
      label: trans.__('Pause before a retry'),
      help: trans.__('seconds; each further one is twice as long')
    },
    timeout_s: {
      label: trans.__('Time limit'),
      help: trans.__('seconds for all attempts together')
    },
    cell_timeout_s: {
      label: trans.__('Time limit of a cell'),
      help: trans.__('seconds')
    },
    on: {
      label: trans.__('Where'),
      help: trans.__('empty for this machine, or the address of a Dask cluster')
    },
    output: {
      label: trans.__('Executed notebook'),
      help: trans.__('a template of its path; empty for the folder of the job')
    }
  };
}

function switchTexts(
  trans: TranslationBundle
): Readonly<Record<'cache' | 'warm', ITexts>> {
  return {
    cache: {
      label: trans.__('Skip unchanged cells'),
      help: trans.__('where the result is provably the same')
    },
    warm: {
      label: trans.__('Start warm'),
      help: trans.__('with the imports of the notebook already loaded')
    }
  };
}
