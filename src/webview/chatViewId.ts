/** The id of the chat's view in package.json. */
export const CHAT_VIEW_ID = 'openelm.chat';
