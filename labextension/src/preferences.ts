import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal, type ISignal } from '@lumino/signaling';
import { DEFAULT_PREFERENCES, type IPreferences } from './tokens';

/** Read what the user chose, and keep it up to date. */
export class Preferences {
  /** What holds now. */
  get current(): IPreferences {
    return this._current;
  }

  /** Emitted when the user chose something else. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Load the settings; the defaults hold until then, and where there are none. */
  async load(registry: ISettingRegistry, plugin: string): Promise<void> {
    const settings = await registry.load(plugin);
    this._onSettingsChanged(settings);
    settings.changed.connect(this._onSettingsChanged, this);
  }

  private _onSettingsChanged(settings: ISettingRegistry.ISettings): void {
    // The registry has checked the values against the schema.
    this._current = {
      ...DEFAULT_PREFERENCES,
      ...(settings.composite as Partial<IPreferences>)
    };
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _current = DEFAULT_PREFERENCES;
}
