import type { LineageNode } from '../nouns';
import { CommandIDs, type IServices, type PanelName } from '../tokens';

/** Where the things are shown that have no page. */
const PANEL_OF: Readonly<Partial<Record<LineageNode['kind'], PanelName>>> = {
  decision: 'drift',
  deployment: 'deployments',
  drift_report: 'drift'
};

/** Open what a box of a lineage graph stands for; what is on the page itself is brought into sight. */
export function openNode(
  { commands }: IServices,
  node: LineageNode,
  page: HTMLElement
): void {
  const panel = PANEL_OF[node.kind];
  if (node.kind === 'run' || node.kind === 'job') {
    const command = node.kind === 'run' ? CommandIDs.openRun : CommandIDs.openJob;
    void commands.execute(command, { [node.kind]: node.ref });
  } else if (node.kind === 'model_version') {
    void commands.execute(CommandIDs.openVersion, { version: node.ref });
  } else if (panel) {
    void commands.execute(CommandIDs.openSidebar, { panel });
  } else {
    page.querySelector(`[data-id="${CSS.escape(node.ref)}"]`)?.scrollIntoView();
  }
}
