import { execFile } from 'node:child_process';
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineProcess } from '../../src/engine/engineProcess.ts';
import { measureModel } from '../../src/engine/measureModel.ts';
import { convertOpenElm } from '../../src/models/convert/convertOpenElm.ts';
import { compareNumbers, type Agreement } from '../../src/models/verify/compareNumbers.ts';
import { openPublishedModel } from '../../src/models/verify/openPublishedModel.ts';
import { OPENELM_270M } from '../../test/support/appleOpenElm.ts';
import { HEAD_LAYOUTS, headLayout } from '../../test/support/headLayouts.ts';
import { miniatureOpenElm } from '../../test/support/miniatureOpenElm.ts';
import { publishOpenElm } from '../../test/support/publishedOpenElm.ts';
import { publishRandomOpenElm } from '../../test/support/randomPublishedOpenElm.ts';
import { BYTE_PIECES, sentencePieceBytes, SPECIAL_PIECES } from '../../test/support/sentencePieceBytes.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { ENGINE_ENTRY, ROOT } from '../support/headlessEngine.ts';
import { type BenchOptions, figure, type Figure, share } from './figures.ts';

const TYPES = ['F32', 'BF16', 'F16', 'Q8_0'] as const;
const MB = 1e6;

/**
 * The conversion of a random model in the real 270M shape, in a process of its own, to each type; and by how much the
 * engine's numbers of the result differ from those of the independent forward pass: for that model, and for a miniature
 * of each head layout.
 */
export async function measureConvert({ progress }: BenchOptions): Promise<readonly Figure[]> {
  const folder = temporaryFolder('convert');
  progress('writing a random model in the shape of 270M');
  const published = await publishRandomOpenElm(path.join(folder, 'OpenELM-270M'), OPENELM_270M);
  const figures: Figure[] = [];
  for (const type of TYPES) {
    progress(`converting to ${type}`);
    figures.push(...(await convertOnce(published, type, folder)));
  }
  const engine = await EngineProcess.start({
    candidate: { backend: 'cpu', entry: ENGINE_ENTRY },
    threads: undefined,
    log: () => undefined,
  });
  try {
    progress('computing the 270M shape independently');
    figures.push(...figuresOf('270M shape', await agreement(engine, published, outOf(folder, 'F32'))));
    for (const [name, [headSize, heads]] of Object.entries(HEAD_LAYOUTS)) {
      progress(`heads of ${name}`);
      const model = miniatureOpenElm({ shape: headLayout(headSize, heads) });
      const own = publishOpenElm(path.join(folder, `heads-${name}`), model);
      const tokenizer = path.join(own, 'tokenizer.model');
      await writeFile(tokenizer, sentencePieceBytes([...SPECIAL_PIECES, ...BYTE_PIECES]));
      const out = path.join(folder, `heads-${name}.gguf`);
      await convertOpenElm({ folder: own, tokenizer, type: 'F32', out });
      figures.push(...figuresOf(`miniature, heads of ${name}`, await agreement(engine, own, out)));
    }
  } finally {
    await engine.stop();
  }
  return figures;
}

function outOf(folder: string, type: string): string {
  return path.join(folder, `${type}.gguf`);
}

/** By the command, which tells its own time and memory, the TypeScript loader's included. */
async function convertOnce(published: string, type: string, folder: string): Promise<readonly Figure[]> {
  const out = outOf(folder, type);
  const tokenizer = path.join(published, 'tokenizer.model');
  const program = ['--import', 'tsx', path.join(ROOT, 'tools', 'convert.ts'), published];
  const options = ['--tokenizer', tokenizer, '--type', type, '--out', out];
  const stdout = await outputOf([...program, ...options]);
  const [, seconds, megabytes] = /: ([\d.]+) s, at most (\d+) MB/u.exec(stdout) ?? [];
  const { size } = await stat(out);
  return [
    figure(`270M shape to ${type}`, 'ms', [Number(seconds) * 1000], `${(size / MB).toFixed(0)} MB written`),
    figure(`270M shape to ${type}, peak memory`, 'MB', [Number(megabytes)], 'of the whole process'),
  ];
}

function outputOf(program: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, program, { cwd: ROOT }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else {
        reject(new Error(stderr));
      }
    });
  });
}

async function agreement(engine: EngineProcess, folder: string, file: string): Promise<Agreement> {
  const model = await openPublishedModel(folder);
  try {
    return await compareNumbers(model, await measureModel(engine, file));
  } finally {
    await model.close();
  }
}

function figuresOf(name: string, { largestDifference, positions, agreeing, continued }: Agreement): Figure[] {
  return [
    figure(`${name}, F32: largest difference`, 'nats', [largestDifference], `${positions} positions`),
    share(`${name}, F32: greedy tokens alike`, agreeing, continued),
  ];
}
