/** Every command on code, as package.json lists them. */
export const ASSIST_COMMAND_IDS = [
  'openelm.explainSelection',
  'openelm.explainHere',
  'openelm.explainProblem',
  'openelm.editSelection',
  'openelm.fixSelection',
  'openelm.documentSelection',
  'openelm.simplifySelection',
  'openelm.writeTests',
  'openelm.suggestNames',
  'openelm.generateCommitMessage',
] as const;

export type AssistCommandId = (typeof ASSIST_COMMAND_IDS)[number];
