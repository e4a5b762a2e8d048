import { formatTime } from '../../format';
import type { Attachment } from '../../nouns';
import { Digest } from '../../ui/digest';
import { Part } from '../../ui/part';
import { StatusMark } from '../../ui/status';
import type { IVersionProps } from './services';

/** How it is kept, whether it can be loaded without fear, and what is kept with it. */
export function FilesPart(props: IVersionProps): JSX.Element {
  const { found, trans } = props;
  const { artifact, attachments, codec } = found.version;
  return (
    <Part className="ct-VersionPage-files" title={trans.__('Format and safety')}>
      <ul className="ct-VersionPage-data">
        <Safety {...props} />
        <Signed {...props} />
        <li>
          <span>{trans.__('model')}</span>
          <code className="ct-Quiet">{codec}</code>
          <Digest digest={artifact} trans={trans} />
        </li>
        {attachments.map(one => (
          <AttachmentLine key={one.role} {...props} attachment={one} />
        ))}
      </ul>
    </Part>
  );
}

function Safety({ found, trans }: IVersionProps): JSX.Element {
  return found.version.unsafe ? (
    <li className="ct-VersionPage-unsafe" role="note">
      <StatusMark status="unsafe" tone="warning" label={trans.__('unsafe')} />
      <span>
        {trans.__(
          'Unsafe: it is a pickle, or holds one. Loading it can run code of whoever wrote it, so that asks for your word.'
        )}
      </span>
    </li>
  ) : (
    <li>
      <StatusMark status="passed" label={trans.__('safe')} />
      <span>{trans.__('Loading it runs no code but that of its library.')}</span>
    </li>
  );
}

function Signed({ found, trans }: IVersionProps): JSX.Element {
  const signature = found.version.attachments.find(({ role }) => role === 'signature');
  return signature ? (
    <li>
      <StatusMark status="passed" label={trans.__('signed')} />
      <span>{trans.__('Signed by %1, %2', signature.who, formatTime(signature.at))}</span>
    </li>
  ) : (
    <li>
      <StatusMark status="skipped" label={trans.__('not signed')} />
      <span className="ct-Quiet">{trans.__('Not signed.')}</span>
    </li>
  );
}

function AttachmentLine(props: IVersionProps & { attachment: Attachment }): JSX.Element {
  const { attachment, bytesUrl, model, trans } = props;
  const { codec, digest, revision, role } = attachment;
  const name = `${model.name}-${model.number}-${role}`;
  return (
    <li data-id={role}>
      <span>{roleWord(role, trans)}</span>
      <code className="ct-Quiet">{codec}</code>
      {revision > 1 && (
        <span className="ct-Quiet">{trans.__('revision %1', revision)}</span>
      )}
      <Digest digest={digest} trans={trans} />
      {DOWNLOADS.has(role) && (
        <a className="ct-Link" href={bytesUrl(digest)} download={`${name}.json`}>
          {trans.__('Download')}
        </a>
      )}
    </li>
  );
}

/** What others can read as it is kept. */
const DOWNLOADS: ReadonlySet<string> = new Set(['bom', 'signature']);

function roleWord(role: string, trans: IVersionProps['trans']): string {
  const words: Readonly<Record<string, string>> = {
    bom: trans.__('bill of materials (CycloneDX)'),
    card: trans.__('card'),
    evaluation: trans.__('evaluation data'),
    example: trans.__('input example'),
    explanation: trans.__('explanation'),
    signature: trans.__('signature'),
    training: trans.__('training data')
  };
  return words[role] ?? role;
}
