import { CommandIDs, type IServices } from '../../tokens';
import { Section } from '../../ui/section';
import { RunsBody } from './body';
import { RunsModel } from './model';

/** The section with the runs. */
export function createRunsPanel(services: IServices): Section<RunsModel> {
  const { commands, trans } = services;
  const model = new RunsModel(services);
  return new Section({
    model,
    title: trans.__('Runs'),
    className: 'ct-RunsPanel',
    body: (
      <RunsBody
        model={model}
        trans={trans}
        onOpen={run => void commands.execute(CommandIDs.openRun, { run })}
        onCompare={runs =>
          void commands.execute(CommandIDs.compareRuns, { runs: [...runs] })
        }
        onDiff={runs =>
          void commands.execute(CommandIDs.diffExecutions, { runs: [...runs] })
        }
      />
    )
  });
}
