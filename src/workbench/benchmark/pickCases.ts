import path from 'node:path';
import * as vscode from 'vscode';
import { type BackendCandidate } from '../../engine/backendLadder.ts';
import { type BenchmarkCase } from '../../engine/benchmark/runBenchmark.ts';
import { fitOf, type Machine } from '../../models/fit/fitOf.ts';
import { byteSize } from '../models/byteSize.ts';
import { describeFit } from '../describeOffer.ts';
import { describeModelProblem } from '../models/describeModelProblem.ts';
import { type FactsReader } from '../models/factsReader.ts';
import { type LibraryModel, type ModelLibrary } from '../models/modelLibrary.ts';
import { nameOf } from '../models/modelTree.ts';
import { engineSettings } from '../settings.ts';

interface ModelItem extends vscode.QuickPickItem {
  readonly file: string;
  readonly name: string;
}

interface WayItem extends vscode.QuickPickItem {
  readonly way: Pick<BenchmarkCase, 'candidate' | 'threads'>;
}

/** Asks which models are measured, and how; each model in each way. Undefined when the user leaves. */
export async function pickCases(
  library: Pick<ModelLibrary, 'models'>,
  facts: Pick<FactsReader, 'read'>,
  candidates: readonly BackendCandidate[],
  machine: Machine,
): Promise<readonly BenchmarkCase[] | undefined> {
  const items = async (): Promise<readonly ModelItem[]> =>
    Promise.all((await library.models()).map((model) => modelItem(model, facts, machine)));
  const picked = await vscode.window.showQuickPick(items(), {
    title: vscode.l10n.t('Benchmark This Machine: Which Models?'),
    canPickMany: true,
    matchOnDescription: true,
  });
  if (picked === undefined || picked.length === 0) {
    return undefined;
  }
  const ways = await vscode.window.showQuickPick(waysOf(candidates), {
    title: vscode.l10n.t('Benchmark This Machine: On What?'),
    canPickMany: true,
  });
  const cases = picked.flatMap(({ name, file }) => (ways ?? []).map(({ way }) => ({ name, file, ...way })));
  return cases.length === 0 ? undefined : cases;
}

/** What fits is picked to begin with; what does not, or can’t be read, may be tried all the same. */
async function modelItem(
  model: LibraryModel,
  facts: Pick<FactsReader, 'read'>,
  machine: Machine,
): Promise<ModelItem> {
  const { file, bytes } = model;
  const read = await facts.read(file);
  if (read.kind === 'problem') {
    const name = path.basename(file);
    const detail = describeModelProblem(read.error);
    return { label: name, description: byteSize(bytes), detail, picked: false, file, name };
  }
  const { quantisation, estimatedMemoryBytes: estimate } = read.facts;
  const verdict = fitOf({ estimate, embedding: 0, isComplete: true }, machine);
  const name = nameOf(model, read.facts.name);
  return {
    label: name,
    description: `${quantisation} · ${byteSize(bytes)}`,
    detail: describeFit(verdict),
    picked: verdict.fit === 'fits',
    file,
    name,
  };
}

/** Each back end as the engine would run it, and the CPU with one thread for who wants to compare. */
function waysOf(candidates: readonly BackendCandidate[]): readonly WayItem[] {
  const { threads } = engineSettings();
  return candidates.flatMap((candidate): WayItem[] => {
    const isCpu = candidate.backend === 'cpu';
    const usual: WayItem = {
      label: candidate.backend,
      description:
        !isCpu || threads === undefined
          ? vscode.l10n.t('threads chosen by the engine')
          : vscode.l10n.t('threads: {0}', threads),
      picked: true,
      way: { candidate, threads },
    };
    const single: WayItem = {
      label: candidate.backend,
      description: vscode.l10n.t('threads: {0}', 1),
      picked: false,
      way: { candidate, threads: 1 },
    };
    return isCpu && threads !== 1 ? [usual, single] : [usual];
  });
}
