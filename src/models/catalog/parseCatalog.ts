import * as v from 'valibot';
import { CatalogError } from './catalogError.ts';
import { CATALOG_SCHEMA, CatalogSchema, type Catalog } from './catalogSchema.ts';

/** The built-in one has a hundredth of it. */
export const MAX_CATALOG_BYTES = 4_000_000;
const MAX_PROBLEM = 200;

/**
 * Reads a catalog, which anyone may have written. Throws a CatalogError that names the entry and the field.
 *
 * @param origin where the text is from, for the error
 */
export function parseCatalog(text: string, origin: string): Catalog {
  const size = Buffer.byteLength(text);
  if (size > MAX_CATALOG_BYTES) {
    throw new CatalogError('tooLarge', {
      catalog: origin,
      size: kilobytes(size),
      limit: kilobytes(MAX_CATALOG_BYTES),
    });
  }
  const raw = parseJson(text, origin);
  refuseOtherSchema(raw, origin);
  const result = v.safeParse(CatalogSchema, raw, { abortEarly: true });
  if (!result.success) {
    throw invalid(result.issues[0], origin);
  }
  refuseDuplicates(result.output, origin);
  refuseUnknownSources(result.output, origin);
  return result.output;
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1000);
}

function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    throw new CatalogError('notJson', { catalog: origin, problem: oneLine((error as Error).message) });
  }
}

function refuseOtherSchema(raw: unknown, origin: string): void {
  const schema = typeof raw === 'object' && raw !== null && 'schema' in raw ? raw.schema : undefined;
  if (typeof schema === 'number' && schema !== CATALOG_SCHEMA) {
    throw new CatalogError('otherSchema', { catalog: origin, schema, known: CATALOG_SCHEMA });
  }
}

function invalid(issue: v.BaseIssue<unknown>, origin: string): CatalogError {
  const path = issue.path ?? [];
  const [list, index, ...rest] = path.map(({ key }) => String(key));
  const isEntry = index !== undefined && (list === 'models' || list === 'licences' || list === 'notices');
  const entry = isEntry ? nameOf(path[1]?.value, `${list}[${index}]`) : 'catalog';
  const field = (isEntry ? rest : path.map(({ key }) => String(key))).join('.');
  return new CatalogError('invalid', {
    catalog: origin,
    entry,
    field: field === '' ? 'the whole' : oneLine(field),
    problem: sentence(oneLine(issue.message)),
  });
}

function nameOf(entry: unknown, fallback: string): string {
  const id = typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
  return typeof id === 'string' ? oneLine(id).slice(0, 64) : fallback;
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

/** What is repeated in an error may be hostile, too. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, MAX_PROBLEM);
}

function refuseDuplicates({ models, licences, notices }: Catalog, origin: string): void {
  for (const list of [models, licences, notices]) {
    const seen = new Set<string>();
    for (const { id } of list) {
      if (seen.has(id)) {
        throw new CatalogError('duplicate', { catalog: origin, entry: id });
      }
      seen.add(id);
    }
  }
}

function refuseUnknownSources({ sources, models, licences, notices }: Catalog, origin: string): void {
  const entries: (readonly [string, string, readonly string[]])[] = [
    ...[...licences, ...notices].map(({ id, cites }) => [id, 'cites', cites] as const),
    ...models.flatMap(({ id, cites, accuracy, artefacts }) => [
      [id, 'cites', cites] as const,
      [id, 'accuracy.cites', accuracy?.cites ?? []] as const,
      ...artefacts.map((artefact, at) => [id, `artefacts.${at}.cites`, artefact.cites] as const),
    ]),
  ];
  for (const [entry, field, cites] of entries) {
    const reference = cites.find((cited) => !Object.hasOwn(sources, cited));
    if (reference !== undefined) {
      throw new CatalogError('unknownReference', { catalog: origin, entry, field, reference });
    }
  }
}
