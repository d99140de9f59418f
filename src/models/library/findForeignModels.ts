import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ggufFiles, type GgufFile } from './ggufFiles.ts';

/** Its snapshots lie below hub/models--MAKER--NAME/snapshots/REVISION/. */
const HUB_DEPTH = 5;
/** A manifest names a handful of files. */
const MAX_MANIFEST_BYTES = 1_000_000;
const MANIFEST_DEPTH = 4;
const OLLAMA_MODEL = 'application/vnd.ollama.image.model';
const DIGEST = /^sha256:([0-9a-f]{64})$/;

/** A model that another program on this machine keeps. */
export interface ForeignModel extends GgufFile {
  /** The program's own name for it. */
  readonly name: string;
  readonly tool: 'Hugging Face' | 'LM Studio' | 'Ollama';
}

/** Where to look; from the environment and the home folder, as those programs do. */
export interface ForeignFolders {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The GGUF models in the caches of Hugging Face, LM Studio and Ollama. Only reads; what can't be read is left out.
 * Places: HF_HUB_CACHE, HF_HOME or ~/.cache/huggingface; ~/.lmstudio and ~/.cache/lm-studio; OLLAMA_MODELS or ~/.ollama.
 */
export async function findForeignModels(folders: ForeignFolders): Promise<readonly ForeignModel[]> {
  const lists = await Promise.all([huggingFace(folders), lmStudio(folders), ollama(folders)]);
  return lists.flat();
}

async function huggingFace({ home, env }: ForeignFolders): Promise<ForeignModel[]> {
  const main = env['HF_HOME'] ?? path.join(home, '.cache', 'huggingface');
  const hub = env['HF_HUB_CACHE'] ?? path.join(main, 'hub');
  const files = await ggufFiles(hub, HUB_DEPTH);
  return files
    .filter(({ path: file }) => file.includes(`${path.sep}snapshots${path.sep}`))
    .map(named('Hugging Face'));
}

async function lmStudio({ home }: ForeignFolders): Promise<ForeignModel[]> {
  const places = ['.lmstudio/models', '.cache/lm-studio/models'];
  const files = await Promise.all(places.map((place) => ggufFiles(path.join(home, place))));
  return files.flat().map(named('LM Studio'));
}

function named(tool: ForeignModel['tool']): (file: GgufFile) => ForeignModel {
  return (file) => ({ ...file, name: path.basename(file.path, '.gguf'), tool });
}

/** Each manifest names the blob that holds the weights: manifests/HOST/NAMESPACE/MODEL/TAG. */
async function ollama({ home, env }: ForeignFolders): Promise<ForeignModel[]> {
  const root = env['OLLAMA_MODELS'] ?? path.join(home, '.ollama', 'models');
  const found: ForeignModel[] = [];
  for (const manifest of await filesAtDepth(path.join(root, 'manifests'), MANIFEST_DEPTH)) {
    const hash = await weightsOf(manifest);
    const blob = hash === undefined ? undefined : path.join(root, 'blobs', `sha256-${hash}`);
    const what = blob === undefined ? undefined : await stat(blob).catch(() => undefined);
    if (blob !== undefined && what !== undefined) {
      const name = `${path.basename(path.dirname(manifest))}:${path.basename(manifest)}`;
      found.push({ path: blob, bytes: what.size, name, tool: 'Ollama' });
    }
  }
  return found;
}

async function filesAtDepth(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (depth === 1) {
    return entries.filter((entry) => entry.isFile()).map(({ name }) => path.join(folder, name));
  }
  const below = entries.filter((entry) => entry.isDirectory());
  const files = await Promise.all(below.map(({ name }) => filesAtDepth(path.join(folder, name), depth - 1)));
  return files.flat();
}

/** The hash of the layer that is the model; undefined in a manifest that is none. */
async function weightsOf(manifest: string): Promise<string | undefined> {
  try {
    if ((await stat(manifest)).size > MAX_MANIFEST_BYTES) {
      return undefined;
    }
    const { layers } = JSON.parse(await readFile(manifest, 'utf8')) as { layers?: unknown };
    const layer = (Array.isArray(layers) ? layers : []).find(
      (one: unknown): one is { digest: unknown } =>
        typeof one === 'object' &&
        one !== null &&
        'mediaType' in one &&
        one.mediaType === OLLAMA_MODEL &&
        'digest' in one,
    );
    return DIGEST.exec(String(layer?.digest))?.[1];
  } catch {
    return undefined; // another program's file: not ours to mend
  }
}
