import { type CompletionOutcome } from '../../src/core/completion/completionOutcome.ts';
import { type CompletionService } from '../../src/core/completion/completionService.ts';
import { type DocumentContext } from '../../src/core/completion/documentContext.ts';
import { EAGERNESS } from '../../src/core/completion/eagerness.ts';
import { type Asking, completeAt } from '../../src/core/replay/completeAt.ts';
import { type Ablation } from '../../src/core/completion/pipelineIdeas.ts';
import { indentationOf } from '../../src/core/replay/indentationOf.ts';
import { otherFiles } from '../../src/core/replay/otherFiles.ts';
import { type CompletionCase } from './cases.ts';

const MAX_TOKENS = 64;

/** As the editor's command asks, which shows all that the model has. */
export const BY_HAND: Asking = { trigger: 'manual', eagerness: 'balanced', maxTokens: MAX_TOKENS };
/** As every key asks with the default settings. */
export const WHILE_TYPING: Asking = { trigger: 'automatic', eagerness: 'balanced', maxTokens: MAX_TOKENS };

/** Reads how to ask from a command's options; absent: balanced, while typing. Throws with the names there are. */
export function askingWith(eagerness = 'balanced', trigger = 'automatic'): Asking {
  const known = EAGERNESS.find((one) => one === eagerness);
  if (known === undefined) {
    throw new Error(`--eagerness: there are ${EAGERNESS.join(', ')}`);
  }
  if (trigger !== 'automatic' && trigger !== 'manual') {
    throw new Error('--ask: there are automatic and manual');
  }
  return { trigger, eagerness: known, maxTokens: MAX_TOKENS };
}

/** Asks for a completion of a case; `ablation` tells what is not looked for in other texts. Throws the engine's error, if it had one. */
export function completeCase(
  completions: CompletionService,
  one: CompletionCase,
  asking: Asking = BY_HAND,
  ablation?: Ablation,
): Promise<CompletionOutcome> {
  const document = toDocument(one);
  const others = otherFiles(document, one.files ?? [], ablation);
  return completeAt(completions, document, { ...asking, others });
}

function toDocument(one: CompletionCase): DocumentContext {
  return {
    documentId: String(one.id),
    path: one.path,
    languageId: one.languageId,
    prefix: one.prefix.replaceAll('\r\n', '\n'),
    suffix: one.suffix.replaceAll('\r\n', '\n'),
    endOfLine: one.prefix.includes('\r\n') ? '\r\n' : '\n',
    indentation: indentationOf(one.prefix),
  };
}
