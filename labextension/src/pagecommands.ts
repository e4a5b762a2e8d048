import { executedPath } from './executed';
import { attempt } from './report';
import { CommandIDs, PAGE_KINDS, type IServices, type PageKind } from './tokens';

/** Opens a page, or goes to it. */
export interface IPageOpener {
  openPage(kind: PageKind, ids: readonly string[]): Promise<void>;
}

/** Register the commands that open pages: one for each kind, and one for the layout that JupyterLab restores. */
export function addPageCommands(services: IServices, opener: IPageOpener): void {
  const { trans } = services;
  addOpenPage(services, opener);
  addCompareRuns(services, opener);
  addDiffExecutions(services, opener);
  addOpenExecuted(services);
  addOpenVersion(services, opener);
  addOpenAudit(services, opener);
  addOpenOne(services, opener, {
    id: CommandIDs.openRun,
    kind: 'run',
    label: trans.__('Open Run'),
    caption: trans.__('Show everything about a run')
  });
  addOpenOne(services, opener, {
    id: CommandIDs.openJob,
    kind: 'job',
    label: trans.__('Open Job'),
    caption: trans.__('Show how far a notebook is that runs as a job, cell by cell')
  });
  addOpenOne(services, opener, {
    id: CommandIDs.openSweep,
    kind: 'sweep',
    label: trans.__('Open Sweep'),
    caption: trans.__('Show the trials of a search over parameters')
  });
  addOpenOne(services, opener, {
    id: CommandIDs.openBisection,
    kind: 'bisection',
    label: trans.__('Open Search for Causes'),
    caption: trans.__('Show why a metric changed from one run to another')
  });
  addOpenOne(services, opener, {
    id: CommandIDs.openPipelineRun,
    kind: 'pipeline',
    label: trans.__('Open Pipeline Run'),
    caption: trans.__('Show how far each notebook of a pipeline is')
  });
}

/** One thing that has a page; its command takes the thing's id by the name of the kind. */
interface IOne {
  readonly id: string;
  readonly kind: PageKind;
  readonly label: string;
  readonly caption: string;
}

function addOpenOne(services: IServices, opener: IPageOpener, one: IOne): void {
  const { caption, id, kind, label } = one;
  services.commands.addCommand(id, {
    label,
    caption,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          [kind]: { type: 'string', description: services.trans.__('Its id') }
        },
        required: [kind]
      }
    },
    execute: async args => {
      const thing = args[kind];
      if (typeof thing === 'string' && thing !== '') {
        await opener.openPage(kind, [thing]);
      }
    }
  });
}

function addOpenPage({ commands, trans }: IServices, opener: IPageOpener): void {
  commands.addCommand(CommandIDs.openPage, {
    label: trans.__('Open Page'),
    caption: trans.__('Show a page of celltrail in the main area'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          kind: {
            type: 'string',
            enum: [...PAGE_KINDS],
            description: trans.__('What it shows')
          },
          ids: ids(trans.__('The ids of what it shows'), 1)
        },
        required: ['kind', 'ids']
      }
    },
    execute: async args => {
      const kind = PAGE_KINDS.find(name => name === args.kind);
      const things = texts(args.ids);
      if (kind && things.length) {
        await opener.openPage(kind, things);
      }
    }
  });
}

function addOpenVersion({ commands, trans }: IServices, opener: IPageOpener): void {
  commands.addCommand(CommandIDs.openVersion, {
    label: trans.__('Open Model Version'),
    caption: trans.__(
      'Show what made a version, whether it is good enough, and who said so'
    ),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          version: {
            type: 'string',
            description: trans.__('As people write it: churn/3')
          }
        },
        required: ['version']
      }
    },
    execute: async ({ version }) => {
      const found = typeof version === 'string' ? /^([^/]+)\/(\d+)$/.exec(version) : null;
      if (found) {
        await opener.openPage('version', found.slice(1));
      }
    }
  });
}

function addOpenAudit({ commands, trans }: IServices, opener: IPageOpener): void {
  commands.addCommand(CommandIDs.openAudit, {
    label: trans.__('Open Audit Log'),
    caption: trans.__(
      'Show who changed what and why, and whether anybody touched the log'
    ),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          model: {
            type: 'string',
            description: trans.__('Only what is about this model')
          }
        },
        required: []
      }
    },
    execute: async ({ model }) => {
      await opener.openPage('audit', [typeof model === 'string' ? model : '']);
    }
  });
}

function addOpenExecuted({ client, commands, trans }: IServices): void {
  commands.addCommand(CommandIDs.openExecuted, {
    label: trans.__('Open Executed Notebook'),
    caption: trans.__('Show the notebook that a job left, with its outputs'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          job: { type: 'string', description: trans.__('The id of the job') }
        },
        required: ['job']
      }
    },
    execute: async args => {
      const id = typeof args.job === 'string' ? args.job : '';
      const job = await attempt(() =>
        client.get('jobs/{job_id}', { path: { job_id: id } })
      );
      if (job) {
        await commands.execute('docmanager:open', {
          path: executedPath(job.id, job.notebook),
          factory: 'Notebook',
          // It is there to be read: no kernel is started for it.
          kernelPreference: {
            shouldStart: false,
            canStart: true,
            autoStartDefault: false
          }
        });
      }
    }
  });
}

function addCompareRuns({ commands, trans }: IServices, opener: IPageOpener): void {
  commands.addCommand(CommandIDs.compareRuns, {
    label: trans.__('Compare Runs'),
    caption: trans.__('Show how runs differ from the first of them'),
    describedBy: {
      args: {
        type: 'object',
        properties: { runs: ids(trans.__('Their ids'), 2) },
        required: ['runs']
      }
    },
    execute: async ({ runs }) => {
      const things = texts(runs);
      if (things.length > 1) {
        await opener.openPage('comparison', things);
      }
    }
  });
}

function addDiffExecutions({ commands, trans }: IServices, opener: IPageOpener): void {
  commands.addCommand(CommandIDs.diffExecutions, {
    label: trans.__('Compare Two Executions Cell by Cell'),
    caption: trans.__('Show how code and outputs of a notebook differ between two runs'),
    describedBy: {
      args: {
        type: 'object',
        properties: { runs: ids(trans.__('Their ids, of runs or jobs'), 2) },
        required: ['runs']
      }
    },
    execute: async ({ runs }) => {
      const things = texts(runs);
      if (things.length === 2) {
        await opener.openPage('executions', things);
      }
    }
  });
}

/** The schema of some ids. */
function ids(
  description: string,
  minItems: number
): { type: string; items: { type: string }; minItems: number; description: string } {
  return { type: 'array', items: { type: 'string' }, minItems, description };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}
