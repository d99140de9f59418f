import type * as vscode from 'vscode';
import { BackendLadder, type BackendCandidate } from '../../engine/backendLadder.ts';
import { type LogLine } from '../../engine/protocol.ts';
import { BadBackendMemory } from '../badBackendMemory.ts';
import { backendsOf, writeLog } from '../engineHost.ts';
import { engineSettings } from '../settings.ts';
import { CalibrationMemory } from './calibrationMemory.ts';
import { MachineCalibration } from './machineCalibration.ts';

/** What measures this machine, and on what. */
export interface Measuring {
  readonly calibration: MachineCalibration;
  /** The back ends that are installed and have a device here. */
  readonly candidates: () => readonly BackendCandidate[];
  readonly log: (line: LogLine) => void;
}

/** Nothing is measured before it is asked for, and the engine’s code is loaded then. */
export function createCalibration(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
): Measuring {
  const { candidates, fingerprintOf, absenceOf } = backendsOf(context.extension);
  const badBackends = new BadBackendMemory(context.globalState);
  const log = (line: LogLine): void => {
    writeLog(output, line);
  };
  const installed = (): readonly BackendCandidate[] => {
    try {
      return candidates().filter(({ backend }) => absenceOf(backend) === undefined);
    } catch (error) {
      log({ level: 'warn', message: String(error) }); // no engine for this machine
      return [];
    }
  };
  const calibration = new MachineCalibration({
    memory: new CalibrationMemory(context.globalState),
    candidate: () =>
      new BackendLadder(installed(), badBackends, fingerprintOf).choose(engineSettings().gpu).candidate,
    fingerprintOf,
    log,
    measure: async (options) => {
      const { calibrate } = await import('../../engine/benchmark/calibrate.ts');
      return calibrate(options);
    },
  });
  return { calibration, candidates: installed, log };
}
