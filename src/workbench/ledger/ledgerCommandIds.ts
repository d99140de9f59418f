/** Every command of the ledger that a person finds, as package.json lists them. */
export const LEDGER_COMMAND_IDS = ['openelm.showLedger', 'openelm.resetLedger'] as const;

export type LedgerCommandId = (typeof LEDGER_COMMAND_IDS)[number];
