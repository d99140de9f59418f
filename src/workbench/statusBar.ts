import * as vscode from 'vscode';
import { type EngineState } from '../engine/engineState.ts';
import { describeExclusion, describeState } from './describe.ts';
import { builtInModelNote } from './statusMenu.ts';
import { statusLook, type StatusInput, type StatusLook } from './statusLook.ts';

/** One glance: what OpenELM is doing. A click opens the menu. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('openelm.status', vscode.StatusBarAlignment.Right, 100);

  constructor() {
    this.#item.name = 'OpenELM';
    this.#item.command = 'openelm.showMenu';
    this.#item.show();
  }

  /** Shows the state; cheap enough for every change. */
  update(input: StatusInput): void {
    const look = statusLook(input);
    const detail =
      look === 'off' && input.exclusion !== undefined
        ? describeExclusion(input.exclusion)
        : describeState(input.engine, input.generating);
    this.#item.text = textOf(look, input.engine);
    this.#item.backgroundColor =
      look === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    this.#item.color = look === 'failed' ? new vscode.ThemeColor('statusBarItem.errorForeground') : undefined;
    this.#item.tooltip = input.usesOwnModel
      ? `OpenELM: ${detail}`
      : `OpenELM: ${detail}\n${builtInModelNote()}`;
    this.#item.accessibilityInformation = { label: `OpenELM: ${detail}`, role: 'button' };
  }

  dispose(): void {
    this.#item.dispose();
  }
}

/** The icons are of equal width, so that nothing moves while the state changes from key to key. */
function textOf(look: StatusLook, engine: EngineState): string {
  switch (look) {
    case 'loading':
      return engine.kind === 'loading'
        ? `$(loading~spin) OpenELM ${Math.round(engine.fraction * 100)}%`
        : '$(loading~spin) OpenELM';
    case 'ready':
      return '$(sparkle) OpenELM';
    case 'generating':
      return '$(sparkle-filled) OpenELM';
    case 'paused':
      return '$(debug-pause) OpenELM';
    case 'off':
      return '$(circle-slash) OpenELM';
    case 'failed':
      return '$(error) OpenELM';
  }
}
