import { fillSentence } from '../modelFileError.ts';

/** What is wrong with a catalog and what to do next; `{name}` stands for the entry of `detail` with that name. */
export const CATALOG_SENTENCES = {
  badLocation:
    'The catalog “{catalog}” is neither an absolute path nor an https address. Correct the setting openelm.models.catalogs.',
  badHub:
    'The hub “{hub}” is no https address of a host and perhaps a folder. Correct the setting openelm.models.hub.',
  unreadable: 'The catalog {catalog} can’t be read ({reason}). Check the setting openelm.models.catalogs.',
  tooLarge: 'The catalog {catalog} has {size} kB; more than {limit} kB is not accepted.',
  notJson: 'The catalog {catalog} is no JSON: {problem}.',
  otherSchema:
    'The catalog {catalog} has the schema {schema}; this version of OpenELM reads the schema {known}. Update one of them.',
  invalid: 'The catalog {catalog} can’t be used: in the entry {entry}, {field} is wrong: {problem}.',
  duplicate: 'The catalog {catalog} can’t be used: it has two entries {entry}.',
  unknownReference:
    'The catalog {catalog} can’t be used: in the entry {entry}, {field} names “{reference}”, which it does not describe.',
} as const;

/** Names one way in which a catalog is refused; the host translates by it. */
export type CatalogErrorCode = keyof typeof CATALOG_SENTENCES;

/** A catalog that is not used; the message is for the user, code and detail for hosts. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError';

  constructor(
    readonly code: CatalogErrorCode,
    readonly detail: Readonly<Record<string, string | number>>,
  ) {
    super(fillSentence(CATALOG_SENTENCES[code], detail));
  }
}
