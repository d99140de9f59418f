import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Settings by their full names. */
export type Settings = Readonly<Record<string, unknown>>;

/** Keep the workbench as quiet as a test needs it: nothing pops up, nothing asks the network, nothing saves by itself. */
export const QUIET_SETTINGS: Settings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'js/ts.tsserver.automaticTypeAcquisition.enabled': false,
  // A machine that runs tests is busy.
  'openelm.completion.saveEnergy': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'update.mode': 'none',
  'workbench.editor.useModal': 'off',
  'workbench.enableExperiments': false,
  'workbench.hover.delay': 0,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Settings that belong to a machine: a window on a server keeps to those that stand there. */
const OF_THE_MACHINE = /^openelm\.(?:models?|engine)\.|^openelm\.chat\.modelFile$/u;

/** Writes a profile's settings, whole; a browser-hosted VS Code reads them when it is opened. */
export function writeUserSettings(userDataDir: string, settings: Settings): void {
  write(path.join(userDataDir, 'User'), settings);
  writeMachineSettings(userDataDir, settings);
}

/** Writes those of the settings that belong to the machine, whole; a VS Code that runs follows the change. */
export function writeMachineSettings(userDataDir: string, settings: Settings): void {
  const ofTheMachine = Object.entries(settings).filter(([key]) => OF_THE_MACHINE.test(key));
  write(path.join(userDataDir, 'Machine'), Object.fromEntries(ofTheMachine));
}

function write(folder: string, settings: Settings): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}
