import { fillSentence } from '../modelFileError.ts';

/** What is wrong with a catalog and what to do next; `{name}` stands for the entry of `detail` with that name. */
export const CATALOG_SENTENCES = {
  badLocation:
    'The catalog “{catalog}” is neither an absolute path nor an https address. Correct the setting openelm.models.catalogs.',
  badHub:
    'The hub “{hub}” is no https address of a host and perhaps a folder. Correct the setting openelm.models.hub.',
  unreadable: 'The catalog {catalog} can’t be read ({reason}). Check the setting openelm.models.catalogs.',
  notFetched:
    'The catalog {catalog} can’t be fetched ({reason}). Check the connection, VS Code’s proxy settings and the setting openelm.models.catalogs; the log says more.',
  gone: 'There is no catalog at {catalog} any more (HTTP {status}). Correct the setting openelm.models.catalogs.',
  insecure:
    'The catalog {catalog} leads on to {target}, which is not followed: it is not https. Correct the setting openelm.models.catalogs.',
  tooSlow:
    'The catalog {catalog} did not come within {seconds} s. Try again later, or check the setting openelm.models.catalogs.',
  tooLarge:
    'The catalog {catalog} has {size} kB; more than {limit} kB is not accepted. Check the setting openelm.models.catalogs.',
  notJson:
    'The catalog {catalog} is no JSON ({problem}). Correct it, or take it out of the setting openelm.models.catalogs.',
  otherSchema:
    'The catalog {catalog} has the schema {schema}; this version of OpenELM reads the schema {known}. Update one of them.',
  invalid:
    'In the catalog {catalog}, entry {entry}, the field {field} is wrong: {problem} Correct it, or take the catalog out of the setting openelm.models.catalogs.',
  duplicate:
    'The catalog {catalog} has two entries {entry}. Take one out of it, or the catalog out of the setting openelm.models.catalogs.',
  unknownReference:
    'In the catalog {catalog}, entry {entry}, the field {field} names “{reference}”, which no catalog describes. Correct it, or take the catalog out of the setting openelm.models.catalogs.',
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
