import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Where runs leave their logs and pictures; git does not see it. */
export const artifactsFolder = path.join(repositoryRoot, '.artifacts');

/** An extension that asks language models as any other does; it runs beside the suites of test/extension. */
export const languageModelClient = path.join(repositoryRoot, 'test/extension/fixtures/language-model-client');
