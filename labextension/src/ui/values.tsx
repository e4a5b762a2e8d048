import { formatValue } from '../format';

/** Some values with their names, in one line that is cut where the panel ends. */
export function ValueLine(props: {
  values: Readonly<Record<string, unknown>>;
  most?: number;
  kind: 'metric' | 'param';
}): JSX.Element | null {
  const entries = Object.entries(props.values).slice(0, props.most);
  if (!entries.length) {
    return null;
  }
  return (
    <div className={`ct-Values ct-mod-${props.kind}`}>
      {entries.map(([key, value]) => (
        <span className="ct-Value" key={key} title={`${key} = ${formatValue(value)}`}>
          <span className="ct-Value-key">{key}</span>
          <span className="ct-Value-value">{formatValue(value)}</span>
        </span>
      ))}
    </div>
  );
}

/** A table of names and values. */
export function KeyValueTable(props: {
  values: Readonly<Record<string, unknown>>;
  mono?: boolean;
}): JSX.Element {
  return (
    <table className={props.mono === false ? 'ct-Table' : 'ct-Table ct-mod-mono'}>
      <tbody>
        {Object.entries(props.values).map(([key, value]) => (
          <tr key={key}>
            <th scope="row">{key}</th>
            <td>{formatValue(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
