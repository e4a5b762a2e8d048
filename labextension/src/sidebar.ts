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
    (this.content as AccordionPanel).expand(index);
    this.widgets[index]?.node.scrollIntoView({ block: 'nearest' });
  }

  protected override onBeforeShow(msg: Message): void {
    void this._fill();
    super.onBeforeShow(msg);
  }

  private _fill(): Promise<void> {
    this._filled ??= this._createSections().then(sections => {
      if (!this.isDisposed) {
        this._add(sections);
      }
    });
    return this._filled;
  }

  private _add(sections: readonly Section[]): void {
    const content = this.content as AccordionPanel;
    // Out of sight, so that a section that is folded away at once does not fetch first.
    content.hide();
    sections.forEach((section, index) => {
      content.addWidget(section);
      if (!UNFOLDED.includes(PANEL_NAMES[index])) {
        content.collapse(index);
      }
    });
    content.expansionToggled.connect(this._onExpansionToggled, this);
    content.setRelativeSizes(SIZES);
    content.show();
  }

  /** Without this, what is unfolded gets the room of one row. */
  private _onExpansionToggled(content: AccordionPanel, index: number): void {
    if (content.widgets[index]?.isVisible) {
      content.setRelativeSizes(SIZES);
    }
  }

  private readonly _createSections: () => Promise<readonly Section[]>;
  private _filled: Promise<void> | null = null;
}

/** What is unfolded at first. */
const UNFOLDED: readonly (PanelName | undefined)[] = ['runs', 'models'];

/** How tall the sections are beside each other, in the order of `PANEL_NAMES`. */
const SIZES = [3, 2, 1.5, 1.5, 1.5, 1.5, 1.5, 3];

/** The statics of `Sidebar`. */
export namespace Sidebar {
  /** What the sidebar needs. */
  export interface IOptions {
    translator: ITranslator;
    caption: string;
    createSections: () => Promise<readonly Section[]>;
  }
}
