import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { IClient } from './client';
import type { IFeed } from './feed';

/** The commands of celltrail. */
export namespace CommandIDs {
  export const openSidebar = 'celltrail:open-sidebar';
  export const openPage = 'celltrail:open-page';
  export const openRun = 'celltrail:open-run';
  export const openJob = 'celltrail:open-job';
  export const openExecuted = 'celltrail:open-executed-notebook';
  export const openSweep = 'celltrail:open-sweep';
  export const openVersion = 'celltrail:open-model-version';
  export const openAudit = 'celltrail:open-audit-log';
  export const openBisection = 'celltrail:open-bisection';
  export const openPipelineRun = 'celltrail:open-pipeline-run';
  export const compareRuns = 'celltrail:compare-runs';
  export const diffExecutions = 'celltrail:diff-executions';
  export const runNotebook = 'celltrail:run-notebook';
  export const newSchedule = 'celltrail:new-schedule';
  export const newSweep = 'celltrail:new-sweep';
  export const checkDrift = 'celltrail:check-drift';
  export const refresh = 'celltrail:refresh';
}

/** The panels of the sidebar, from top to bottom. */
export const PANEL_NAMES = [
  'runs',
  'models',
  'jobs',
  'sweeps',
  'schedules',
  'pipelines',
  'deployments',
  'drift'
] as const;

export type PanelName = (typeof PANEL_NAMES)[number];

/** What there are pages of in the main area. */
export const PAGE_KINDS = [
  'run',
  'comparison',
  'executions',
  'bisection',
  'job',
  'sweep',
  'pipeline',
  'version',
  'audit'
] as const;

export type PageKind = (typeof PAGE_KINDS)[number];

/** What the user chose in the settings editor. */
export interface IPreferences {
  /** Whether the sidebar opens with JupyterLab. */
  openSidebarOnStart: boolean;
  /** How many runs one page of the list holds. */
  runsPerPage: number;
  /** How many metrics and parameters a row of the list shows. */
  valuesPerRow: number;
}

export const DEFAULT_PREFERENCES: IPreferences = {
  openSidebarOnStart: false,
  runsPerPage: 50,
  valuesPerRow: 4
};

/** What every panel and page is given. */
export interface IServices {
  readonly client: IClient;
  readonly feed: IFeed;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
  /** What the user chose; read it when it is needed, for it may change. */
  readonly preferences: () => IPreferences;
}
