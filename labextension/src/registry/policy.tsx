import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { useState } from 'react';
import { LineField, SwitchField } from '../form/controls';
import type { IEntry } from '../form/entry';
import type { AliasPolicy } from '../nouns';

/** What an alias shall ask for, and why. */
export interface IPolicyWish {
  readonly alias: string;
  readonly approvals: number;
  readonly approvers: readonly string[];
  readonly signed: boolean;
  readonly reason: string;
}

/** What people mostly want who ask for more than gates. */
const USUAL = {
  alias: 'champion',
  approvals: 1,
  approvers: [] as readonly string[],
  signed: false
};

type Texts = Readonly<Record<Field, string>>;
type Field = 'alias' | 'approvals' | 'approvers' | 'reason' | 'signed';

/** Ask what an alias is to ask for; null where the user thought better of it. */
export async function askPolicy(
  model: string,
  policy: AliasPolicy | null,
  trans: TranslationBundle
): Promise<IPolicyWish | null> {
  const { button, value } = await showDialog({
    title: policy
      ? trans.__('What %1@%2 asks for', model, policy.alias)
      : trans.__('What an alias of %1 asks for', model),
    body: new PolicyForm(policy, trans),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Save'), accept: true })
    ]
  });
  return button.accept ? value : null;
}

/** The fields of the dialog. */
export class PolicyForm extends ReactWidget implements Dialog.IBodyWidget<IPolicyWish> {
  constructor(
    private readonly _policy: AliasPolicy | null,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('ct-DialogForm');
    const { alias, approvals, approvers, signed } = _policy ?? USUAL;
    this._texts = {
      alias,
      approvals: String(approvals),
      approvers: approvers.join(', '),
      signed: String(signed),
      reason: ''
    };
  }

  getValue(): IPolicyWish {
    const { alias, approvals, approvers, reason, signed } = this._texts;
    return {
      alias: alias.trim(),
      approvals: Math.max(0, Math.trunc(Number(approvals)) || 0),
      approvers: approvers
        .split(',')
        .map(name => name.trim())
        .filter(Boolean),
      signed: signed === 'true',
      reason: reason.trim()
    };
  }

  protected override render(): JSX.Element {
    return (
      <Fields
        texts={this._texts}
        isNew={this._policy === null}
        trans={this._trans}
        onChange={texts => {
          this._texts = texts;
        }}
      />
    );
  }

  private _texts: Texts;
}

function Fields(props: {
  texts: Texts;
  isNew: boolean;
  trans: TranslationBundle;
  onChange: (texts: Texts) => void;
}): JSX.Element {
  const { isNew, onChange, trans } = props;
  const [texts, setTexts] = useState(props.texts);
  const entry = (name: Field): IEntry => ({
    name,
    value: texts[name],
    problem: null,
    disabled: false,
    onChange: text => {
      const changed = { ...texts, [name]: text };
      setTexts(changed);
      onChange(changed);
    }
  });
  return (
    <>
      <LineField {...entry('alias')} label={trans.__('Alias')} disabled={!isNew} />
      <LineField
        {...entry('approvals')}
        label={trans.__('Approvals')}
        help={trans.__('by how many others than the author; 0 for none')}
      />
      <LineField
        {...entry('approvers')}
        label={trans.__('Who may approve')}
        placeholder={trans.__('everybody')}
        help={trans.__(
          'names with commas between; who is named may change this, and nobody else'
        )}
      />
      <SwitchField
        {...entry('signed')}
        label={trans.__('A signature')}
        help={trans.__('that holds is needed')}
      />
      <LineField
        {...entry('reason')}
        label={trans.__('Reason')}
        placeholder={trans.__('Why? It is kept with the history.')}
      />
    </>
  );
}
