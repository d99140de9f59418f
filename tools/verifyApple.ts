/** `npm run verify:apple -- --model 270M`: whether Apple's own files are converted and computed right on this machine. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/engine/clock.ts';
import { EngineProcess } from '../src/engine/engineProcess.ts';
import { measureModel } from '../src/engine/measureModel.ts';
import { loadCatalogs } from '../src/models/catalog/loadCatalogs.ts';
import { type ListedModel, type MergedCatalog } from '../src/models/catalog/mergeCatalogs.ts';
import { ConvertError } from '../src/models/convert/convertError.ts';
import { DownloadError } from '../src/models/download/downloadError.ts';
import { downloadFile } from '../src/models/download/downloadFile.ts';
import { ModelFileError } from '../src/models/modelFileError.ts';
import { missingOfficialFiles } from '../src/models/verify/missingOfficialFiles.ts';
import { officialModel, officialModels, publishedArtefacts } from '../src/models/verify/officialFiles.ts';
import { VerifyError } from '../src/models/verify/verifyError.ts';
import { verifyOpenElm, type Verification, type VerifyStep } from '../src/models/verify/verifyOpenElm.ts';
import { ENGINE_ENTRY, ROOT } from './support/headlessEngine.ts';

const USAGE = `usage: npm run verify:apple -- [--model NAME] [--dir FOLDER] [options]
  --model NAME        of 270M, 450M, 1.1B, 3B, each also with -Instruct; without it any OpenELM in --dir
  --dir FOLDER        holds config.json, the .safetensors files and tokenizer.model
  --tokenizer FILE    where tokenizer.model is elsewhere, or an OpenELM .gguf that has the vocabulary
  --scratch FOLDER    for the converted file, as large as the weights in 32 bits (.artifacts)
Without --dir the files are fetched, once their licence is accepted:
  --accept-licence    after it was shown
  --into FOLDER       where they shall lie (.artifacts/apple/NAME)
  --hub ADDRESS       of a mirror`;
const REFUSED = 2;

/** Thrown for a command line that can't be used, or for terms that were not accepted. */
class Refusal extends Error {}

const TOLD = [Refusal, VerifyError, ConvertError, ModelFileError, DownloadError];

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      model: { type: 'string' },
      dir: { type: 'string' },
      tokenizer: { type: 'string' },
      scratch: { type: 'string', default: path.join(ROOT, '.artifacts') },
      'accept-licence': { type: 'boolean', default: false },
      into: { type: 'string' },
      hub: { type: 'string' },
    },
  });
  const { catalog } = await loadCatalogs(path.join(ROOT, 'models', 'catalog.json'), { locations: [] });
  const model = values.model === undefined ? undefined : modelOf(catalog, values.model);
  if (model === undefined && values.dir === undefined) {
    throw new Refusal(USAGE);
  }
  const folder = values.dir ?? (model === undefined ? '' : await fetched(catalog, model, values));
  await mkdir(values.scratch, { recursive: true });
  const startedAt = performance.now();
  const result = await verified({
    folder,
    tokenizer: values.tokenizer,
    official: model === undefined ? undefined : officialModel(model),
    scratch: values.scratch,
  });
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(
    `${model?.name ?? path.basename(path.resolve(folder))}: ${sentenceOf(result)}; ${seconds.toFixed(0)} s`,
  );
  return result.holds ? 0 : 1;
}

function modelOf(catalog: MergedCatalog, name: string): ListedModel {
  const models = officialModels(catalog);
  const model = models.find(({ id }) => id === `openelm-${name.toLowerCase()}`);
  if (model === undefined) {
    throw new Refusal(`There is no model ${name} of Apple's.\n${USAGE}`);
  }
  return model;
}

/** Shows the terms first, and fetches nothing before they are accepted. */
async function fetched(
  catalog: MergedCatalog,
  model: ListedModel,
  options: {
    readonly 'accept-licence': boolean;
    readonly into?: string | undefined;
    readonly hub?: string | undefined;
  },
): Promise<string> {
  const [artefact] = publishedArtefacts(model.artefacts);
  const licence = artefact === undefined ? undefined : catalog.licences.get(artefact.licence);
  if (artefact === undefined || licence === undefined) {
    throw new Refusal(`The catalog does not say where ${model.name} is published.`);
  }
  const later = artefact.laterLicence === undefined ? undefined : catalog.licences.get(artefact.laterLicence);
  console.log(`${model.name} is under the ${licence.name} (${licence.version}): ${licence.address}`);
  if (licence.researchOnly) console.log('It allows non-commercial research only.');
  if (later !== undefined) {
    console.log(
      `Since then the same files are published under the ${later.name} (${later.version}): ${later.address}`,
    );
  }
  console.log(
    'The licences’ own text holds. What the model writes may be inaccurate, insecure or objectionable.',
  );
  if (!options['accept-licence']) {
    throw new Refusal('Nothing was fetched. Read the licence, then add --accept-licence.');
  }
  const folder = options.into ?? path.join(ROOT, '.artifacts', 'apple', model.id);
  for (const wanted of await missingOfficialFiles({ model, artefact, folder, mirror: options.hub })) {
    await downloadFile(wanted, {
      clock: systemClock,
      random: Math.random,
      signal: new AbortController().signal,
      log: (line) => {
        console.error(line);
      },
    });
  }
  return folder;
}

async function verified(options: Parameters<typeof verifyOpenElm>[0]): Promise<Verification> {
  const measure: Parameters<typeof verifyOpenElm>[1] = async (file) => {
    const engine = await EngineProcess.start({
      candidate: { backend: 'cpu', entry: ENGINE_ENTRY },
      threads: undefined,
      log: () => undefined,
    });
    try {
      return await measureModel(engine, file);
    } finally {
      await engine.stop();
    }
  };
  let shown = '';
  const onProgress = (step: VerifyStep, fraction: number): void => {
    const line = `${step} ${Math.floor(fraction * 100)} %`;
    if (line !== shown && process.stderr.isTTY) {
      shown = line;
      process.stderr.write(`\r${line.padEnd(20)}`);
    }
  };
  return verifyOpenElm(options, measure, { signal: new AbortController().signal, onProgress });
}

function sentenceOf({
  holds,
  largestDifference,
  positions,
  agreeing,
  continued,
  files,
}: Verification): string {
  const known = files.filter(({ isKnown }) => isKnown).length;
  const unknown = files.filter(({ isKnown }) => !isKnown).map(({ name, sha256 }) => `${name} ${sha256}`);
  return [
    holds ? 'holds' : 'DOES NOT HOLD',
    `largest difference ${largestDifference.toPrecision(2)} of log-probabilities at ${positions} positions`,
    `${agreeing} of ${continued} greedy tokens alike`,
    `SHA-256 as published for ${known} of ${files.length} files`,
    ...(unknown.length === 0 ? [] : [`no published one for ${unknown.join(', ')}`]),
  ].join('; ');
}

process.exit(
  await main().catch((error: unknown) => {
    console.error(TOLD.some((kind) => error instanceof kind) ? (error as Error).message : error);
    return REFUSED;
  }),
);
