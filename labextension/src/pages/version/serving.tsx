import { formatShare } from '../../format';
import type { Deployment } from '../../nouns';
import { Part } from '../../ui/part';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import type { IVersionProps } from './services';

/** Where it answers requests. */
export function ServingPart(props: IVersionProps): JSX.Element {
  const { model, trans } = props;
  return (
    <Part className="ct-VersionPage-serving" title={trans.__('Runs at')}>
      <StateView
        state={model.deployments()}
        trans={trans}
        onRetry={() => void model.refresh()}
      >
        {deployments =>
          deployments.length ? (
            <ul className="ct-VersionPage-data">
              {deployments.map(one => (
                <Place key={one.id} {...props} deployment={one} />
              ))}
            </ul>
          ) : (
            <p className="ct-Quiet">{trans.__('It is deployed nowhere.')}</p>
          )
        }
      </StateView>
    </Part>
  );
}

function Place(props: IVersionProps & { deployment: Deployment }): JSX.Element {
  const { deployment, found, trans } = props;
  const route = deployment.routes.find(({ version }) => version === found.version.number);
  const word = wordFor(deployment.status, trans);
  return (
    <li data-id={deployment.name}>
      <StatusMark
        status={deployment.status}
        label={word}
        tone={deployment.status === 'running' ? 'good' : undefined}
      />
      <span>{deployment.name}</span>
      <span className="ct-Quiet">{word}</span>
      <span className="ct-Quiet">
        {route?.shadow
          ? trans.__('in the shadow')
          : trans.__('%1 of the requests', formatShare(route?.weight ?? 0))}
      </span>
      <code className="ct-Quiet">{deployment.url}</code>
    </li>
  );
}
