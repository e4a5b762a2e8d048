const KINDS: Readonly<Record<string, string>> = {
  '+': 'added',
  '-': 'removed',
  '@': 'place'
};

/** The lines of a unified diff, each coloured by what became of it. */
export function DiffLines({ lines }: { lines: readonly string[] }): JSX.Element {
  return (
    <pre className="ct-DiffLines">
      {lines.map((line, i) => (
        <div key={i} className={`ct-mod-${KINDS[line.charAt(0)] ?? 'same'}`}>
          {line || ' '}
        </div>
      ))}
    </pre>
  );
}
