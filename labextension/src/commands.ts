import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { trailIcon } from './icons';
import { addPageCommands } from './pagecommands';
import {
  CommandIDs,
  PANEL_NAMES,
  type IServices,
  type PageKind,
  type PanelName
} from './tokens';

/** What the commands set in motion. */
export interface ICommandTargets {
  openSidebar(panel: PanelName | null): Promise<void>;
  openPage(kind: PageKind, ids: readonly string[]): Promise<void>;
  /** The path of the notebook the user looks at. */
  currentNotebook(): string | null;
  /** Save a notebook that is open and was edited: a job runs what is saved. */
  saveNotebook(path: string): Promise<void>;
}

type Args = ReadonlyPartialJSONObject;

/** Register celltrail's commands; returns the ids that belong into the palette. */
export function registerCommands(
  services: IServices,
  targets: ICommandTargets
): string[] {
  addOpenSidebar(services, targets);
  addPageCommands(services, targets);
  addRunNotebook(services, targets);
  addNewSchedule(services, targets);
  addNewSweep(services, targets);
  addCheckDrift(services);
  addRefresh(services);
  return [
    CommandIDs.openSidebar,
    CommandIDs.runNotebook,
    CommandIDs.newSchedule,
    CommandIDs.newSweep,
    CommandIDs.checkDrift,
    CommandIDs.openAudit,
    CommandIDs.refresh
  ];
}

function addOpenSidebar({ commands, trans }: IServices, targets: ICommandTargets): void {
  commands.addCommand(CommandIDs.openSidebar, {
    label: trans.__('Open the Sidebar'),
    caption: trans.__('Show runs, models, jobs, deployments and drift'),
    describedBy: describe({
      panel: {
        type: 'string',
        enum: [...PANEL_NAMES],
        description: trans.__('What to unfold')
      }
    }),
    execute: args =>
      targets.openSidebar(PANEL_NAMES.find(name => name === args.panel) ?? null)
  });
}

function addRunNotebook(services: IServices, targets: ICommandTargets): void {
  const { commands, trans } = services;
  commands.addCommand(CommandIDs.runNotebook, {
    label: trans.__('Run Notebook…'),
    caption: trans.__('Run a notebook from top to bottom as a job, with parameters'),
    icon: trailIcon,
    describedBy: describe({ path: notebookArgument(services) }),
    execute: async args => {
      const { runNotebook } = await import('./panels/jobs/dialog');
      await runNotebook(services, await savedNotebook(args, targets));
    }
  });
}

function addNewSchedule(services: IServices, targets: ICommandTargets): void {
  const { commands, trans } = services;
  commands.addCommand(CommandIDs.newSchedule, {
    label: trans.__('Schedule Notebook…'),
    caption: trans.__(
      'Let a notebook run by itself: at a time, on new data, after another'
    ),
    describedBy: describe({ path: notebookArgument(services) }),
    execute: async args => {
      const { newSchedule } = await import('./panels/schedules/dialog');
      await newSchedule(services, await savedNotebook(args, targets));
    }
  });
}

function addNewSweep(services: IServices, targets: ICommandTargets): void {
  const { commands, trans } = services;
  commands.addCommand(CommandIDs.newSweep, {
    label: trans.__('Sweep Notebook…'),
    caption: trans.__('Run a notebook many times to find its best parameters'),
    describedBy: describe({ path: notebookArgument(services) }),
    execute: async args => {
      const { newSweep } = await import('./panels/sweeps/dialog');
      await newSweep(services, await savedNotebook(args, targets));
    }
  });
}

function notebookArgument({ trans }: IServices): { type: string; description: string } {
  return {
    type: 'string',
    description: trans.__('The notebook; without it, the one that is looked at')
  };
}

/** The notebook that is meant, saved; null where none is looked at. */
async function savedNotebook(
  args: Args,
  targets: ICommandTargets
): Promise<string | null> {
  const path = text(args, 'path') ?? targets.currentNotebook();
  if (path !== null) {
    await targets.saveNotebook(path);
  }
  return path;
}

function addCheckDrift(services: IServices): void {
  const { commands, trans } = services;
  commands.addCommand(CommandIDs.checkDrift, {
    label: trans.__('Check Drift Now'),
    caption: trans.__(
      'Compare what a deployment was asked lately with its training data'
    ),
    describedBy: describe({
      deployment: {
        type: 'string',
        description: trans.__('Its name; without it, one is asked for')
      }
    }),
    execute: async args => {
      const { checkDrift } = await import('./checkdrift');
      await checkDrift(services, text(args, 'deployment'));
    }
  });
}

function addRefresh({ commands, feed, trans }: IServices): void {
  commands.addCommand(CommandIDs.refresh, {
    label: trans.__('Refresh'),
    caption: trans.__('Fetch again all that is shown'),
    describedBy: describe({}),
    execute: () => {
      feed.renew();
    }
  });
}

/** The schema of a command's arguments. */
function describe(
  properties: Record<string, { type: string; description: string; enum?: string[] }>,
  ...required: string[]
): CommandRegistry.ICommandOptions['describedBy'] {
  return { args: { type: 'object', properties, required } };
}

function text(args: Args, name: string): string | null {
  const value = args[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
