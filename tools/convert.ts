/** `npm run -s convert -- FOLDER`: an OpenELM model as Apple publishes it, as a GGUF file. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CONVERT_TYPES, convertOpenElm } from '../src/models/convert/convertOpenElm.ts';
import { ConvertError } from '../src/models/convert/convertError.ts';
import { ModelFileError } from '../src/models/modelFileError.ts';

const USAGE = `usage: npm run -s convert -- FOLDER --tokenizer FILE [options]
  FOLDER            holds config.json and the .safetensors files
  --tokenizer FILE  a SentencePiece tokenizer.model, or an OpenELM .gguf that has the vocabulary
  --type TYPE       of ${CONVERT_TYPES.join(', ')} (Q8_0)
  --out FILE.gguf   (FOLDER-TYPE.gguf)`;
const REFUSED = 2;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tokenizer: { type: 'string' },
      type: { type: 'string', default: 'Q8_0' },
      out: { type: 'string' },
    },
  });
  const [folder, ...rest] = positionals;
  const type = CONVERT_TYPES.find((one) => one === values.type);
  if (folder === undefined || rest.length > 0 || type === undefined || values.tokenizer === undefined) {
    throw new ConvertUsage(USAGE);
  }
  const out = values.out ?? `${path.basename(path.resolve(folder))}-${type}.gguf`;
  const startedAt = performance.now();
  let shown = -1;
  await convertOpenElm({
    folder,
    tokenizer: values.tokenizer,
    type,
    out,
    onProgress: (fraction) => {
      const percent = Math.floor(fraction * 100);
      if (percent > shown && process.stderr.isTTY) {
        shown = percent;
        process.stderr.write(`\r${percent} %`);
      }
    },
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(`${out}: ${seconds.toFixed(1)} s, at most ${megabytes.toFixed(0)} MB of memory`);
}

class ConvertUsage extends Error {}

main().catch((error: unknown) => {
  const isTold = [ConvertError, ModelFileError, ConvertUsage].some((kind) => error instanceof kind);
  console.error(isTold ? (error as Error).message : error);
  process.exitCode = REFUSED;
});
