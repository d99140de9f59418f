import { listProcessTree, type ProcessInfo } from '../../../tools/host/processTree.ts';
import { type Session } from './session.ts';

/** The engines that run below the session's server. */
export function engineProcesses(session: Session): ProcessInfo[] {
  return listProcessTree(session.server.pid).filter(({ commandLine }) =>
    commandLine.includes('engine/main.mjs'),
  );
}
