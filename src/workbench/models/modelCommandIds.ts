/** Every command of the list of models, as package.json lists them. */
export const MODEL_COMMAND_IDS = [
  'openelm.models.useForCompletions',
  'openelm.models.useForChat',
  'openelm.models.chooseAdapter',
  'openelm.models.verify',
  'openelm.models.get',
  'openelm.models.lookInside',
  'openelm.models.add',
  'openelm.models.find',
  'openelm.models.refresh',
  'openelm.models.openFolder',
  'openelm.models.forget',
  'openelm.models.delete',
] as const;

export type ModelCommandId = (typeof MODEL_COMMAND_IDS)[number];
