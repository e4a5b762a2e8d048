import { useState, type ReactNode } from 'react';
import { formatTime } from '../../format';
import type { CardPage, CardRevision } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { DiffLines } from '../../ui/difflines';
import { Fold } from '../../ui/fold';
import { Part } from '../../ui/part';
import { StateView } from '../../ui/state';
import { CardEditor } from './cardeditor';
import { CardSections } from './cardsections';
import type { IVersionProps } from './services';

/** What is known of it and what people wrote about it, to be read and to be written. */
export function CardPart(props: IVersionProps): JSX.Element {
  const { model, trans } = props;
  const [editing, setEditing] = useState(false);
  const [revision, setRevision] = useState<number | null>(null);
  return (
    <Part
      className="ct-VersionPage-card"
      title={trans.__('Model card')}
      aside={revision === null ? undefined : trans.__('as of revision %1', revision)}
    >
      <StateView
        state={model.card(revision)}
        trans={trans}
        onRetry={() => void model.refresh()}
      >
        {page =>
          editing ? (
            <CardEditor
              {...props}
              card={page.card}
              onEnd={() => {
                setEditing(false);
              }}
            />
          ) : (
            <>
              <CardSections {...props} card={page.card} />
              <CardActions
                {...props}
                page={page}
                isOld={revision !== null}
                onEdit={() => {
                  setEditing(true);
                }}
                onNewest={() => {
                  setRevision(null);
                }}
              />
              <Revisions
                {...props}
                revisions={page.card.revisions}
                onShow={setRevision}
              />
            </>
          )
        }
      </StateView>
    </Part>
  );
}

function CardActions(
  props: IVersionProps & {
    page: CardPage;
    isOld: boolean;
    onEdit: () => void;
    onNewest: () => void;
  }
): JSX.Element {
  const { isOld, model, onEdit, onNewest, page, trans } = props;
  const name = `${model.name}-${model.number}-card`;
  return (
    <Actions label={trans.__('Model card')}>
      {isOld ? (
        <Action
          name="newest"
          label={trans.__('Back to what is known now')}
          onClick={onNewest}
        />
      ) : (
        <Action name="edit-card" label={trans.__('Edit')} onClick={onEdit} />
      )}
      <Save name={`${name}.html`} type="text/html" text={page.document}>
        {trans.__('Save as HTML')}
      </Save>
      <Save name={`${name}.md`} type="text/markdown" text={page.markdown}>
        {trans.__('Save as Markdown')}
      </Save>
    </Actions>
  );
}

/** A link that saves a text as a file. */
function Save(props: {
  name: string;
  type: string;
  text: string;
  children: ReactNode;
}): JSX.Element {
  const { children, name, text, type } = props;
  return (
    <a
      className="ct-Link ct-Save"
      download={name}
      href={`data:${type};charset=utf-8,${encodeURIComponent(text)}`}
    >
      {children}
    </a>
  );
}

function Revisions(
  props: IVersionProps & {
    revisions: readonly CardRevision[];
    onShow: (revision: number) => void;
  }
): JSX.Element | null {
  const { onShow, revisions, trans } = props;
  if (!revisions.length) {
    return null;
  }
  return (
    <Fold label={trans._n('%1 saved revision', '%1 saved revisions', revisions.length)}>
      <ol className="ct-CardRevisions">
        {revisions.map(one => (
          <li key={one.revision} data-id={one.revision}>
            <strong>{trans.__('Revision %1', one.revision)}</strong>{' '}
            <span className="ct-Quiet">
              {[formatTime(one.at), one.who].filter(Boolean).join(', ')}
            </span>{' '}
            {one.comment !== '' && <q>{one.comment}</q>}
            <Actions label={trans.__('Revision %1', one.revision)}>
              <Action
                name="show-revision"
                label={trans.__('Show')}
                onClick={() => {
                  onShow(one.revision);
                }}
              />
            </Actions>
            <Fold label={trans.__('What is different now')}>
              <Difference {...props} revision={one.revision} />
            </Fold>
          </li>
        ))}
      </ol>
    </Fold>
  );
}

function Difference(props: IVersionProps & { revision: number }): JSX.Element {
  const { model, revision, trans } = props;
  return (
    <StateView
      state={model.cardDifference(revision)}
      trans={trans}
      onRetry={() => void model.refresh()}
    >
      {text =>
        text.trim() === '' ? (
          <p className="ct-Quiet">{trans.__('Nothing.')}</p>
        ) : (
          <DiffLines lines={text.trimEnd().split('\n')} />
        )
      }
    </StateView>
  );
}
