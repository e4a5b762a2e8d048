import type { ReactNode } from 'react';
import { triggerLabel } from '../../jobs';
import type { Job } from '../../nouns';
import { ownTag } from '../../tags';
import { Fact, LinkTo } from '../../ui/fact';
import type { IPageProps } from './services';

interface IProps extends IPageProps {
  tags: Readonly<Record<string, string>>;
}

/** How a run came about, as celltrail's own tags have it, in words that lead there. */
export function Origin(props: IProps): JSX.Element {
  const { onOpenJob, onOpenRun, tags, trans } = props;
  const [job, cached] = [ownTag(tags, 'job'), ownTag(tags, 'cached')];
  return (
    <>
      <Fact name={trans.__('How')}>{how(props)}</Fact>
      <Fact name={trans.__('Attempt')}>{ownTag(tags, 'attempt')}</Fact>
      <Fact name={trans.__('Job')}>
        {job !== '' && <LinkTo id={job} label={trans.__('its job')} onOpen={onOpenJob} />}
      </Fact>
      <Fact name={trans.__('From the cache')}>
        {cached !== '' && (
          <LinkTo
            id={cached}
            label={trans.__('results of run %1', shortId(cached))}
            onOpen={onOpenRun}
          />
        )}
      </Fact>
    </>
  );
}

/** What started it: the thing that it is a part of, where there is one. */
function how(props: IProps): ReactNode {
  const { onOpenRun, onOpenSearch, onOpenSweep, tags, trans } = props;
  const of = (name: string): string => ownTag(tags, name);
  if (of('bisect')) {
    const label = trans.__('to find out why a metric changed');
    return <LinkTo id={of('bisect')} label={label} onOpen={onOpenSearch} />;
  }
  if (of('reproduces')) {
    const label = trans.__('to reproduce run %1', shortId(of('reproduces')));
    return <LinkTo id={of('reproduces')} label={label} onOpen={onOpenRun} />;
  }
  if (of('sweep')) {
    const label = trans.__('trial %1 of a sweep', Number(of('trial')) + 1);
    return <LinkTo id={of('sweep')} label={label} onOpen={onOpenSweep} />;
  }
  if (of('schedule')) {
    return trans.__('by the schedule %1', of('schedule'));
  }
  if (of('pipeline')) {
    return trans.__('step %1 of the pipeline %2', of('step'), of('pipeline'));
  }
  return of('trigger') && triggerLabel(of('trigger') as Job['trigger'], trans);
}

function shortId(id: string): string {
  return id.slice(-6);
}
