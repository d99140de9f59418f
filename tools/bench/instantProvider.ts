import path from 'node:path';
import { type ExtensionUnderTest } from '../../test/e2e/support/session.ts';
import { repositoryRoot } from '../host/paths.ts';

/** An extension that answers at once with some text: what is left of the time to ghost text is the editor's own. */
export const INSTANT_PROVIDER: ExtensionUnderTest = {
  kind: 'development',
  folder: path.join(repositoryRoot, 'tools/bench/fixtures/instant-completion'),
};
