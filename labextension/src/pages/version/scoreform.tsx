import { useState } from 'react';
import { ChoiceField, LineField, SwitchField } from '../../form/controls';
import type { IEntry } from '../../form/entry';
import type { ScoreRequest } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { Refusal } from '../../ui/refusal';
import { NEW } from './scores.model';
import type { IVersionProps } from './services';

/** What the form holds, as it is typed. */
export interface IScoreTexts {
  readonly data: string;
  readonly output: string;
  readonly columns: string;
  readonly labels: string;
  readonly onBad: string;
  readonly overwrite: string;
}

const NOTHING: IScoreTexts = {
  data: '',
  output: '',
  columns: '',
  labels: '',
  onBad: 'error',
  overwrite: 'false'
};
/** A table as people name it. */
const TABLE = 'customers.parquet';

type IFormProps = IVersionProps & {
  texts: IScoreTexts;
  entry: (name: keyof IScoreTexts) => IEntry;
};

/** Which table is to be answered, and where to. */
export function ScoreForm(props: IVersionProps & { onEnd: () => void }): JSX.Element {
  const { model, onEnd, trans } = props;
  const { attempts } = model.scores;
  const [texts, setTexts] = useState(NOTHING);
  const busy = attempts.isBusy(NEW);
  const entry = (name: keyof IScoreTexts): IEntry => ({
    name,
    value: texts[name],
    problem: null,
    disabled: busy,
    onChange: text => {
      setTexts({ ...texts, [name]: text });
    }
  });
  return (
    <div className="ct-ScoreForm ct-CardEditor" aria-busy={busy}>
      <Fields {...props} texts={texts} entry={entry} />
      <Actions label={trans.__('Score')}>
        <Action
          name="start-score"
          label={trans.__('Start')}
          disabled={busy || texts.data.trim() === ''}
          onClick={() =>
            void model.scores.start(requestOf(texts)).then(begun => {
              if (begun) {
                onEnd();
              }
            })
          }
        />
        <Action
          name="leave-score"
          label={trans.__('Cancel')}
          disabled={busy}
          onClick={() => {
            attempts.forget(NEW);
            onEnd();
          }}
        />
        {busy && <span className="ct-Actions-busy">{trans.__('Under way…')}</span>}
      </Actions>
      <Refusal attempts={attempts} id={NEW} trans={trans} />
    </div>
  );
}

function Fields({ entry, texts, trans }: IFormProps): JSX.Element {
  return (
    <>
      <LineField
        {...entry('data')}
        label={trans.__('Table')}
        placeholder={TABLE}
        help={trans.__(
          'A file of Parquet, CSV or Arrow, a folder, or a pattern; from the folder that JupyterLab shows'
        )}
      />
      <LineField
        {...entry('output')}
        label={trans.__('Write to')}
        placeholder={outputFor(texts.data) || outputFor(TABLE)}
        help={trans.__('Its ending says the format; empty for the name that is shown')}
      />
      <div className="ct-Form-columns">
        <ChoiceField
          {...entry('onBad')}
          label={trans.__('Rows that do not fit')}
          choices={{
            error: trans.__('end it: nothing is written'),
            skip: trans.__('are left out'),
            null: trans.__('get no answer')
          }}
        />
        <LineField
          {...entry('labels')}
          label={trans.__('Column of the truth')}
          help={trans.__('to measure how good the answers are')}
        />
      </div>
      <LineField
        {...entry('columns')}
        label={trans.__('Columns to keep')}
        help={trans.__('with commas between; empty for all of the table')}
      />
      <SwitchField {...entry('overwrite')} label={trans.__('Replace what is there')} />
    </>
  );
}

/** Where the answers to a table go unless it is said: `data/new.csv` to `data/new.scored.csv`. */
export function outputFor(data: string): string {
  const path = data.trim();
  const found = /^([^*?[\]]+)\.(parquet|csv|tsv|arrow|feather)$/.exec(path);
  if (found) {
    return `${found[1] ?? ''}.scored.${found[2] === 'tsv' ? 'csv' : (found[2] ?? '')}`;
  }
  return path === '' ? '' : 'scored.parquet';
}

/** What is asked of the server. */
export function requestOf(texts: IScoreTexts): ScoreRequest {
  const columns = texts.columns
    .split(',')
    .map(name => name.trim())
    .filter(Boolean);
  return {
    data: [texts.data.trim()],
    output: texts.output.trim() || outputFor(texts.data),
    columns: columns.length ? columns : null,
    labels: texts.labels.trim(),
    on_bad: texts.onBad as ScoreRequest['on_bad'],
    overwrite: texts.overwrite === 'true'
  };
}
