import type { TranslationBundle } from '@jupyterlab/translation';
import type { ModelVersion } from '../nouns';
import { Chip } from '../ui/chip';
import { championFirst } from './versions';

/** What a version is called, what it waits for, and what one should know of it. */
export function VersionChips(props: {
  version: ModelVersion;
  /** The aliases for which it waits. */
  awaited: readonly string[];
  trans: TranslationBundle;
}): JSX.Element {
  const { awaited, trans, version } = props;
  return (
    <>
      {championFirst(version.aliases).map(alias => (
        <Chip
          key={alias}
          kind={alias === 'champion' ? 'champion' : 'plain'}
          label={alias}
          title={trans.__('%1@%2 is this version', version.model, alias)}
        />
      ))}
      {awaited.map(alias => (
        <Chip
          key={`awaited/${alias}`}
          kind="pending"
          label={trans.__('%1?', alias)}
          title={trans.__('It waits for approval as %1', alias)}
        />
      ))}
      {version.unsafe && (
        <Chip
          kind="unsafe"
          label={trans.__('unsafe')}
          title={trans.__(
            'Loading it can run code of whoever wrote it: it is a pickle, or holds one'
          )}
        />
      )}
      {version.status === 'retired' && (
        <Chip
          kind="retired"
          label={trans.__('retired')}
          title={trans.__('It counts no more: no alias and no deployment may take it')}
        />
      )}
    </>
  );
}
