import { formatTime } from '../../format';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import type { IPageProps } from './services';

/** Which runs are compared; a click opens one. */
export function Sides({ found, onOpenRun, trans }: IPageProps): JSX.Element {
  return (
    <div className="ct-Sides" role="list" aria-label={trans.__('Runs')}>
      {found.sides.map(side => (
        <div className="ct-Side" role="listitem" key={side.label}>
          <span className="ct-Side-label">{side.label}</span>
          <div>
            <StatusMark status={side.status} label={wordFor(side.status, trans)} />{' '}
            <button
              className="ct-Link"
              title={side.run_id}
              onClick={() => {
                onOpenRun(side.run_id);
              }}
            >
              {side.name} {side.run_id.slice(-6)}
            </button>
            <div className="ct-Quiet">{formatTime(side.started_at)}</div>
            <div className="ct-Quiet">{side.about}</div>
          </div>
        </div>
      ))}
    </div>
  );
}
