/** Prints what a model file says about itself, or one line that says why it cannot be used. */
import { checkModelFile } from '../src/models/checkModelFile.ts';
import { describeFacts } from '../src/models/describeFacts.ts';
import { ModelFileError } from '../src/models/modelFileError.ts';

/** A disk that never answers keeps a thread busy for good; the process ends all the same. */
const WATCHDOG_MS = 9500;
const UNUSABLE = 2;

const [path, ...rest] = process.argv.slice(2);
if (path === undefined || rest.length > 0) {
  fail('usage: npm run -s inspect -- FILE.gguf');
}
setTimeout(() => {
  fail('The file could not be checked within 9.5 s. Copy it to a local disk and try again.');
}, WATCHDOG_MS).unref();

try {
  process.stdout.write(describeFacts(await checkModelFile(path)));
} catch (error) {
  fail(error instanceof ModelFileError ? error.message : `The file could not be checked: ${String(error)}`);
}
// Not left to the event loop, which waits for a read that hangs.
process.stdout.write('', () => process.exit(0));

function fail(line: string): never {
  // One line, whatever control characters a path or a damaged value brings.
  process.stderr.write(`${line.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')}\n`);
  process.exit(UNUSABLE);
}
