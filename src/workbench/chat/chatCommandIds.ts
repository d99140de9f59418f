/** Every command of the chat, as package.json lists them. */
export const CHAT_COMMAND_IDS = [
  'openelm.openChat',
  'openelm.newConversation',
  'openelm.explainTerminalSelection',
  'openelm.askAboutFile',
  'openelm.acceptProposal',
  'openelm.rejectProposal',
] as const;

export type ChatCommandId = (typeof CHAT_COMMAND_IDS)[number];
