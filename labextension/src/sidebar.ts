import { SidePanel } from '@jupyterlab/ui-components';
import type { ITranslator } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import type { AccordionPanel } from '@lumino/widgets';
import { trailIcon } from './icons';
import { PANEL_NAMES, type PanelName } from './tokens';
import type { Section } from './ui/section';

/** Celltrail's place at the left: a section for each noun. The sections are made when it is first seen. */
export class Sidebar extends SidePanel {
  constructor(options: Sidebar.IOptions) {
    super({ translator: options.translator });
    this._createSections = options.createSections;
    this.id = 'celltrail-sidebar';
    this.addClass('ct-Sidebar');
    this.title.icon = trailIcon;
    this.title.caption = options.caption;
  }

  /** Unfold a section and bring it into sight. */
  async unfold(panel: PanelName): Promise<void> {
    await this._fill();
    const index = PANEL_NAMES.indexOf(panel);
    this._accordion.expand(index);
    this._sections[index]?.node.scrollIntoView({ block: 'nearest' });
  }

  /** Fetch again what is seen. */
  async refresh(): Promise<void> {
    const seen = this._sections.filter(section => section.isVisible);
    await Promise.all(seen.map(section => section.model.refresh()));
  }

  protected override onBeforeShow(msg: Message): void {
    super.onBeforeShow(msg);
    void this._fill();
  }

  private get _accordion(): AccordionPanel {
    return this.content as AccordionPanel;
  }

  private _fill(): Promise<void> {
    this._filled ??= this._createSections().then(sections => {
      this._sections = sections;
      sections.forEach(section => {
        this.addWidget(section);
      });
      this._accordion.setRelativeSizes(SIZES);
    });
    return this._filled;
  }

  private readonly _createSections: () => Promise<Section[]>;
  private _filled: Promise<void> | null = null;
  private _sections: Section[] = [];
}

/** How tall the sections are beside each other: runs, models, jobs, deployments, drift. */
const SIZES = [3, 2, 1.5, 1.5, 3];

/** The statics of `Sidebar`. */
export namespace Sidebar {
  /** What the sidebar needs. */
  export interface IOptions {
    translator: ITranslator;
    caption: string;
    createSections: () => Promise<Section[]>;
  }
}
