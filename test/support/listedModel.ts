import { parseCatalog } from '../../src/models/catalog/parseCatalog.ts';
import { mergeCatalogs, type MergedCatalog } from '../../src/models/catalog/mergeCatalogs.ts';
import { sampleCatalog } from './sampleCatalog.ts';

/** A merged catalog of nothing but these models. */
export function catalogOf(models: readonly object[], change: object = {}): MergedCatalog {
  const text = sampleCatalog({ hub: 'https://hub.example.com', models, ...change });
  return mergeCatalogs(parseCatalog(text, 'sample'), []);
}
