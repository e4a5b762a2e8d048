import { InputGroup } from '@jupyterlab/ui-components';
import { useState } from 'react';
import { formatBytes } from '../../format';
import type { Environment } from '../../nouns';
import { KeyValueTable } from '../../ui/values';
import { Part } from '../../ui/part';
import type { IPageProps } from './services';

/** The software and hardware the run had. */
export function EnvironmentSection(
  props: IPageProps & { environment: Environment }
): JSX.Element {
  const { environment, trans } = props;
  const facts = {
    [trans.__('Python')]: `${environment.python} (${environment.implementation})`,
    [trans.__('Platform')]: environment.platform,
    [trans.__('Processor')]: trans.__(
      '%1, %2 cores',
      environment.cpu,
      environment.cpu_count
    ),
    [trans.__('Memory')]: formatBytes(environment.memory_bytes),
    ...(environment.gpus.length > 0 && {
      [trans.__('Graphics')]: environment.gpus.join('; ')
    }),
    ...environment.threads
  };
  return (
    <Part className="ct-RunPage-environment" title={trans.__('Environment')}>
      <KeyValueTable values={facts} mono={false} />
      <Packages {...props} packages={environment.packages} />
    </Part>
  );
}

function Packages(
  props: IPageProps & { packages: Readonly<Record<string, string>> }
): JSX.Element {
  const { packages, trans } = props;
  const [words, setWords] = useState('');
  const all = Object.entries(packages);
  const found = all.filter(([name]) => name.toLowerCase().includes(words.toLowerCase()));
  return (
    <details className="ct-Packages">
      <summary>{trans._n('%1 package', '%1 packages', all.length)}</summary>
      <InputGroup
        type="search"
        rightIcon="ui-components:search"
        placeholder={trans.__('Filter packages')}
        value={words}
        onChange={event => {
          setWords(event.currentTarget.value);
        }}
      />
      <KeyValueTable values={Object.fromEntries(found)} />
    </details>
  );
}
