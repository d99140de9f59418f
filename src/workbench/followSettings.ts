import * as vscode from 'vscode';
import { type CompletionService } from '../core/completion/completionService.ts';
import { type Supervisor } from '../engine/supervisor.ts';
import { type Exclusions } from '../provider/exclusions.ts';
import { isEnabledGlobally, onAnySettingChanged, onEngineSettingsChanged } from './settings.ts';
import { type StatusController } from './statusController.ts';

/** What settings and rules decide about. */
interface Followers {
  readonly supervisor: Supervisor;
  readonly completions: Pick<CompletionService, 'forget'>;
  readonly status: Pick<StatusController, 'refresh'>;
  readonly exclusions: Pick<Exclusions, 'onDidChange'>;
}

/**
 * Brings new settings to a running engine, starts it with the completions and ends it with them. What was suggested under
 * other settings, or other rules for what is left alone, is forgotten.
 */
export function followSettings({
  supervisor,
  completions,
  status,
  exclusions,
}: Followers): vscode.Disposable[] {
  let wasEnabled = isEnabledGlobally();
  return [
    onEngineSettingsChanged(() => {
      completions.forget();
      if (supervisor.state.kind !== 'resting' && vscode.window.state.focused) {
        const applied = supervisor.apply().catch(() => undefined); // the status bar shows what failed
        // The old model may have answered until now.
        void applied.then(() => {
          completions.forget();
        });
      } else {
        // The next request here starts it with the new settings.
        void supervisor.restForSettings();
      }
    }),
    onAnySettingChanged(() => {
      status.refresh();
      // What was kept may be more, or less, than what is wanted now.
      completions.forget();
      const isEnabled = isEnabledGlobally();
      if (wasEnabled && !isEnabled) {
        // A chat's answer is none of theirs, and comes to its end.
        supervisor.restWhenDone('switchedOff');
      } else if (!wasEnabled && isEnabled && vscode.window.state.focused) {
        supervisor.ready().catch(() => undefined); // the status bar shows what failed
      }
      wasEnabled = isEnabled;
    }),
    // It may have come of a text that is to be left alone from now on.
    exclusions.onDidChange(() => {
      completions.forget();
    }),
  ];
}
