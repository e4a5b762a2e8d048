import { createDeploymentsPanel } from './panels/deployments';
import { createDriftPanel } from './panels/drift';
import { createJobsPanel } from './panels/jobs';
import { createModelsPanel } from './panels/models';
import { createPipelinesPanel } from './panels/pipelines';
import { createRunsPanel } from './panels/runs';
import { createSchedulesPanel } from './panels/schedules';
import { createSweepsPanel } from './panels/sweeps';
import type { IServices } from './tokens';
import type { Section } from './ui/section';

/** Make the sections of the sidebar, in the order of `PANEL_NAMES`. */
export function createSections(services: IServices): Section[] {
  services.feed.listen();
  return [
    createRunsPanel(services),
    createModelsPanel(services),
    createJobsPanel(services),
    createSweepsPanel(services),
    createSchedulesPanel(services),
    createPipelinesPanel(services),
    createDeploymentsPanel(services),
    createDriftPanel(services)
  ];
}
