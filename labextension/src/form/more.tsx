import type { TranslationBundle } from '@jupyterlab/translation';
import { LineField, SwitchField } from './controls';
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
export function MoreOptions({ model, trans }: IProps): JSX.Element {
  const lines = lineTexts(trans);
  const switches = switchTexts(trans);
  return (
    <details className="ct-MoreOptions">
      <summary>{trans.__('More options')}</summary>
      <div className="ct-MoreOptions-grid">
        {(Object.keys(lines) as (keyof typeof lines)[]).map(name => (
          <LineField
            key={name}
            {...lines[name]}
            {...entry(model, name)}
            problem={model.problemOfOption(name)}
          />
        ))}
      </div>
      {(Object.keys(switches) as (keyof typeof switches)[]).map(name => (
        <SwitchField key={name} {...switches[name]} {...entry(model, name)} />
      ))}
    </details>
  );
}

/** What every control of an option is given. */
function entry(
  model: NotebookFormModel<unknown>,
  name: keyof IOptionTexts
): { name: string; value: string; disabled: boolean; onChange: (text: string) => void } {
  return {
    name,
    value: model.options[name],
    disabled: model.submitting,
    onChange: text => {
      model.setOption(name, text);
    }
  };
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
