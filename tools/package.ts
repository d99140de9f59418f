/**
 * Makes the VSIX packages: `npm run package -- --target linux-x64`. See `--help`.
 * Staging, bundles and checks are in tools/package/.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { assemble, buildBundles, type Assembled } from './package/assemble.ts';
import { PackagingError } from './package/packagingError.ts';
import { planAll, planPackage, TARGETS, type PackagePlan } from './package/plan.ts';
import { contentSummary, fileList, releaseTable } from './package/summary.ts';

const USAGE = `npm run package -- --target TARGET [--gpu cuda] [--out DIR] [--list]

  --target   ${TARGETS.join(', ')}, or all
  --gpu      cuda makes the companion extension openelm-cuda (linux-x64, win32-x64)
  --out      where the VSIX goes (default .artifacts/vsix)
  --list     print every file and check the content, but make no VSIX
`;

interface Options {
  readonly target: string;
  readonly gpu: string | undefined;
  readonly out: string;
  readonly list: boolean;
}

const root = resolve(import.meta.dirname, '..');

async function main(): Promise<void> {
  const options = readOptions();
  if (options === undefined) {
    console.log(USAGE);
    return;
  }
  const plans = options.target === 'all' ? planAll() : [planPackage(options.target, options.gpu)];
  await buildBundles(root);
  const results: [PackagePlan, Assembled | string][] = [];
  for (const plan of plans) {
    results.push([plan, await attempt(plan, options)]);
  }
  if (plans.length > 1) {
    console.log(releaseTable(results));
  }
  if (results.some(([, result]) => typeof result === 'string')) {
    process.exitCode = 1;
  }
}

/** One package; a refusal is printed and returned, so that the other targets of a release still get made. */
async function attempt(plan: PackagePlan, options: Options): Promise<Assembled | string> {
  try {
    const assembled = await assemble(root, plan, options.list ? undefined : options.out);
    console.log(options.list ? `${fileList(assembled)}\n` : '');
    console.log(contentSummary(assembled));
    console.log(assembled.vsix === undefined ? '' : `\n${assembled.vsix}\n`);
    return assembled;
  } catch (error) {
    if (error instanceof PackagingError) {
      console.error(error.message);
      return error.message;
    }
    throw error;
  }
}

function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      target: { type: 'string' },
      gpu: { type: 'string' },
      out: { type: 'string', default: join(root, '.artifacts', 'vsix') },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    return undefined;
  }
  if (values.target === undefined) {
    throw new PackagingError(`Say for which platform: --target ${TARGETS.join(' | ')} | all`);
  }
  if (values.target === 'all' && values.gpu !== undefined) {
    throw new PackagingError('--target all already makes the CUDA companions: leave --gpu out.');
  }
  return { target: values.target, gpu: values.gpu, out: resolve(values.out), list: values.list };
}

try {
  await main();
} catch (error) {
  if (!(error instanceof PackagingError) && !(error instanceof TypeError && 'code' in error)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
