import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import { useEffect, useRef, useState } from 'react';
import { problemOf, type IRouteDraft } from './routes';

interface IEditorProps {
  drafts: readonly IRouteDraft[];
  versions: readonly number[];
  trans: TranslationBundle;
  onChange: (drafts: readonly IRouteDraft[]) => void;
}

/** The lines, what they come to, and a button for one more. */
export function RoutesEditor(props: IEditorProps): JSX.Element {
  const { trans, versions } = props;
  const [drafts, setDrafts] = useState(props.drafts);
  const host = useRef<HTMLDivElement>(null);
  const problem = problemOf(drafts, trans);
  useEffect(() => {
    // The dialog looks for errors at each input event, which came before this was drawn.
    host.current?.dispatchEvent(new Event('input', { bubbles: true }));
  }, [problem]);
  const change = (changed: readonly IRouteDraft[]): void => {
    setDrafts(changed);
    props.onChange(changed);
  };
  const free = versions.find(one => !drafts.some(draft => draft.version === one));
  return (
    <div ref={host} className={problem ? 'ct-Routes jp-mod-error' : 'ct-Routes'}>
      {drafts.map((draft, i) => (
        <RouteLine
          key={i}
          draft={draft}
          versions={versions}
          trans={trans}
          onChange={changed => {
            change(drafts.with(i, changed));
          }}
          onRemove={
            drafts.length > 1
              ? () => {
                  change(drafts.toSpliced(i, 1));
                }
              : null
          }
        />
      ))}
      <AddVersion
        version={free}
        trans={trans}
        onAdd={version => {
          change([...drafts, { version, percent: '0', shadow: false }]);
        }}
      />
      <p className="ct-Routes-problem" role="status">
        {problem}
      </p>
      <p className="ct-DialogForm-note">
        {trans.__('A shadow is asked too, but its answers are only logged.')}
      </p>
    </div>
  );
}

function AddVersion(props: {
  version: number | undefined;
  trans: TranslationBundle;
  onAdd: (version: number) => void;
}): JSX.Element | null {
  const { onAdd, trans, version } = props;
  if (version === undefined) {
    return null;
  }
  return (
    <Button
      minimal
      small
      onClick={() => {
        onAdd(version);
      }}
    >
      {trans.__('Add a version')}
    </Button>
  );
}

interface ILineProps {
  draft: IRouteDraft;
  versions: readonly number[];
  trans: TranslationBundle;
  onChange: (draft: IRouteDraft) => void;
  onRemove: (() => void) | null;
}

/** Which version, how much of the requests, and whether it only listens. */
function RouteLine(props: ILineProps): JSX.Element {
  const { draft, onChange, onRemove, trans } = props;
  return (
    <div className="ct-RouteLine">
      <VersionSelect {...props} />
      <input
        className="jp-mod-styled"
        name="percent"
        inputMode="decimal"
        aria-label={trans.__('Share in percent')}
        disabled={draft.shadow}
        value={draft.shadow ? '' : draft.percent}
        onChange={event => {
          onChange({ ...draft, percent: event.currentTarget.value });
        }}
      />
      <span>%</span>
      <label>
        <input
          type="checkbox"
          name="shadow"
          checked={draft.shadow}
          onChange={event => {
            onChange({ ...draft, shadow: event.currentTarget.checked });
          }}
        />
        {trans.__('shadow')}
      </label>
      <Button
        minimal
        small
        disabled={onRemove === null}
        title={trans.__('Take this version off')}
        onClick={() => onRemove?.()}
      >
        ×
      </Button>
    </div>
  );
}

function VersionSelect(props: ILineProps): JSX.Element {
  const { draft, onChange, trans, versions } = props;
  return (
    <select
      className="jp-mod-styled"
      name="version"
      aria-label={trans.__('Version')}
      value={draft.version}
      onChange={event => {
        onChange({ ...draft, version: Number(event.currentTarget.value) });
      }}
    >
      {versions.map(version => (
        <option key={version} value={version}>
          {trans.__('Version %1', version)}
        </option>
      ))}
    </select>
  );
}
