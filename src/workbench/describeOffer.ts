import * as vscode from 'vscode';
import { type CatalogModel } from '../models/catalog/catalogSchema.ts';
import { type ExpectedSpeed } from '../models/fit/expectedSpeed.ts';
import { type FitVerdict } from '../models/fit/fitOf.ts';
import { type Offer } from '../models/fit/offers.ts';
import { type Recommendation } from '../models/fit/recommend.ts';

/** Bytes as a person reads them. */
export function describeBytes(bytes: number): string {
  return bytes < 1e9
    ? vscode.l10n.t('{0} MB', `${Math.round(bytes / 1e6)}`)
    : vscode.l10n.t('{0} GB', (bytes / 1e9).toFixed(1));
}

/** What a model is good for, in a few words each. */
export function describeSuits({ suits }: Pick<CatalogModel, 'suits'>): readonly string[] {
  const completion = {
    fillInTheMiddle: vscode.l10n.t('completes between what is before and after the cursor'),
    plain: vscode.l10n.t('completes what is before the cursor, blind to what follows'),
    no: undefined,
  }[suits.completion];
  const chat = {
    yes: vscode.l10n.t('chats'),
    poorly: vscode.l10n.t('chats poorly'),
    no: undefined,
  }[suits.chat];
  return [completion, chat].filter((words) => words !== undefined);
}

/** Whether a model fits this machine. */
export function describeFit({ fit, limitedBy, ...verdict }: FitVerdict): string {
  const need = describeBytes(verdict.needed);
  const free = describeBytes(verdict.pool.free);
  const total = describeBytes(verdict.pool.total);
  const words = {
    memory: {
      fits: vscode.l10n.t('Fits: needs {0} of memory, {1} are free.', need, free),
      tight: vscode.l10n.t(
        'Fits when other programs make room: needs {0} of memory, {1} are free.',
        need,
        free,
      ),
      tooLarge: vscode.l10n.t('Too large for this machine: needs {0} of its {1} of memory.', need, total),
    },
    device: {
      fits: vscode.l10n.t('Fits the GPU: needs {0}, {1} are free.', need, free),
      tight: vscode.l10n.t(
        'Fits the GPU when other programs make room: needs {0}, {1} are free.',
        need,
        free,
      ),
      tooLarge: vscode.l10n.t('Too large for the GPU: needs {0} of its {1}.', need, total),
    },
  };
  return words[limitedBy][fit];
}

/** How fast a model is expected to be. */
export function describeSpeed({ decode, prefill }: ExpectedSpeed): string {
  return vscode.l10n.t('about {0} tokens per second, {1} while reading', rounded(decode), rounded(prefill));
}

/** The speed to expect here, as a sentence; nothing where the machine was not measured. */
export function describeExpectation({ speed }: Pick<Offer, 'speed'>): readonly string[] {
  return speed === undefined ? [] : [vscode.l10n.t('Speed here: {0}.', describeSpeed(speed))];
}

/** Two digits are all that an estimate has. */
function rounded(value: number): string {
  return `${Number(value.toPrecision(2))}`;
}

/** What is not known for sure of a file; empty where its commit, size and checksum are. */
export function describeUnverified({
  artefact,
  file,
  need,
}: Pick<Offer, 'artefact' | 'file' | 'need'>): readonly string[] {
  const gaps = [
    file.sha256 === undefined ? vscode.l10n.t('Checksum: from the hub.') : undefined,
    file.bytes === undefined ? vscode.l10n.t('Size: rounded.') : undefined,
    artefact.revision === undefined ? vscode.l10n.t('Revision: the newest.') : undefined,
    artefact.unverified.includes('licence') ? vscode.l10n.t('Licence: not verified.') : undefined,
    need.isComplete ? undefined : vscode.l10n.t('Memory for the context: not known.'),
  ];
  return gaps.filter((gap) => gap !== undefined);
}

/** Why a model is recommended. */
export function describeRecommendation({ offer, reason }: Recommendation): string {
  const { name } = offer.model;
  switch (reason) {
    case 'largestFastEnough':
      return vscode.l10n.t('{0}: the largest that is quick enough on this machine.', name);
    case 'fastest':
      return vscode.l10n.t('{0}: the fastest that fits; none is really quick on this machine.', name);
    case 'smallest':
      return vscode.l10n.t('{0}: the smallest made for it. Speed here: not measured.', name);
  }
}
