/** Texts of a form that are known by their names, and what is wrong with each. */
interface ITexts<N extends string> {
  readonly texts: Readonly<Record<N, string>>;
  readonly submitting: boolean;
  problemOfText: (name: N) => string | null;
  set: (name: N, text: string) => void;
}

/** What the control of a text is given. */
export interface IEntry {
  name: string;
  value: string;
  problem: string | null;
  disabled: boolean;
  onChange: (text: string) => void;
}

/** Have a control show and change a text of a form. */
export function entry<N extends string>(model: ITexts<N>, name: N): IEntry {
  return {
    name,
    value: model.texts[name],
    problem: model.problemOfText(name),
    disabled: model.submitting,
    onChange: text => {
      model.set(name, text);
    }
  };
}
