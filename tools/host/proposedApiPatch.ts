import { readFileSync, writeFileSync } from 'node:fs';

/** The check that code-server took out, as the minifier writes it, and the error that follows it in the same file. */
const OPEN_CHECK =
  /function ([\w$]+)\(([\w$]+),([\w$]+)\)\{return!0\}(?=function [\w$]+\([\w$]+,[\w$]+\)\{if\(!\1\([\w$]+,[\w$]+\)\)throw new Error\(`Extension '[^`]{0,60}CANNOT use API proposal)/;

/**
 * Puts VS Code's own rule back into an extension host of code-server, which lets every extension use proposed API:
 * without it a test passes here on API that no user's editor offers.
 *
 * @throws Error when the file is not the one that this patch was written for.
 */
export function restoreProposedApiCheck(extensionHostFile: string): void {
  const source = readFileSync(extensionHostFile, 'utf8');
  if (!OPEN_CHECK.test(source)) {
    throw new Error(
      `The proposed-API patch does not apply to ${extensionHostFile}: the test host would be too lenient.`,
    );
  }
  const patched = source.replace(
    OPEN_CHECK,
    (_, name: string, extension: string, proposal: string) =>
      `function ${name}(${extension},${proposal}){return!!(${extension}.enabledApiProposals&&${extension}.enabledApiProposals.includes(${proposal}))}`,
  );
  writeFileSync(extensionHostFile, patched);
}
