import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Where runs leave their logs and pictures; git does not see it. */
export const artifactsFolder = path.join(repositoryRoot, '.artifacts');
