import { useState } from 'react';
import { LineField } from '../../form/controls';
import type { CardPage, CardText } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { Refusal } from '../../ui/refusal';
import { WITH } from './model';
import type { IVersionProps } from './services';

/** The texts of a card as Markdown; what is saved is the next revision. */
export function CardEditor(
  props: IVersionProps & { card: CardPage['card']; onEnd: () => void }
): JSX.Element {
  const { card, model, onEnd, trans } = props;
  const [changed, setChanged] = useState<Readonly<Record<string, string>>>({});
  const [comment, setComment] = useState('');
  // What was read when the editing began: somebody else may save meanwhile.
  const [seen] = useState(card.revision);
  const busy = model.attempts.isBusy(WITH.card);
  const save = async (): Promise<void> => {
    if (await model.saveCard(changed, comment.trim(), seen)) {
      onEnd();
    }
  };
  return (
    <div className="ct-CardEditor" aria-busy={busy}>
      {card.sections.flatMap(({ texts, title }) =>
        texts.map(text => (
          <TextEntry
            key={text.key}
            text={text}
            label={texts.length > 1 ? text.title : titleOf(title, text.title)}
            value={changed[text.key] ?? text.text}
            disabled={busy}
            onChange={value => {
              setChanged({ ...changed, [text.key]: value });
            }}
          />
        ))
      )}
      <LineField
        name="comment"
        label={trans.__('Comment')}
        placeholder={trans.__('What changed, and why?')}
        value={comment}
        disabled={busy}
        onChange={setComment}
      />
      <Buttons {...props} busy={busy} onSave={() => void save()} />
      <Refusal attempts={model.attempts} id={WITH.card} trans={trans} />
    </div>
  );
}

/** A section's only text bears its name: several are called notes. */
function titleOf(section: string, text: string): string {
  return section === text ? text : `${section}: ${text.toLowerCase()}`;
}

function TextEntry(props: {
  text: CardText;
  label: string;
  value: string;
  disabled: boolean;
  onChange: (value: string) => void;
}): JSX.Element {
  const { disabled, label, onChange, text, value } = props;
  return (
    <label className="ct-Field" data-id={text.key}>
      <span className="ct-Field-name">{label}</span>
      <textarea
        className="jp-mod-styled"
        rows={3}
        disabled={disabled}
        placeholder={text.asks}
        value={value}
        onChange={event => {
          onChange(event.currentTarget.value);
        }}
      />
    </label>
  );
}

function Buttons(
  props: IVersionProps & { busy: boolean; onSave: () => void; onEnd: () => void }
): JSX.Element {
  const { busy, model, onEnd, onSave, trans } = props;
  return (
    <Actions label={trans.__('Model card')}>
      <Action
        name="save-card"
        label={trans.__('Save as a new revision')}
        disabled={busy}
        onClick={onSave}
      />
      <Action
        name="leave-card"
        label={trans.__('Leave it as it was')}
        disabled={busy}
        onClick={() => {
          model.attempts.forget(WITH.card);
          onEnd();
        }}
      />
    </Actions>
  );
}
