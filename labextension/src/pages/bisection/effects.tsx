import { formatNumber, signed } from '../../format';
import { Part } from '../../ui/part';
import type { IPartProps } from './services';

/** What each cause does alone, and what they do together. */
export function Effects({ search, trans }: IPartProps): JSX.Element {
  return (
    <Part
      className="ct-BisectionPage-effects"
      title={trans.__('What each does alone, and together')}
    >
      <table className="ct-Table">
        <thead>
          <tr>
            <th scope="col">{trans.__('taken from B')}</th>
            <th scope="col">{search.metric}</th>
            <th scope="col">{trans.__('change')}</th>
          </tr>
        </thead>
        <tbody>
          {search.effects.map(({ change, label, value }) => (
            <tr key={label} data-id={label}>
              <th scope="row">{label}</th>
              <td>
                {value === null ? trans.__('the notebook failed') : formatNumber(value)}
              </td>
              <td>{change === null ? '–' : signed(change)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}
