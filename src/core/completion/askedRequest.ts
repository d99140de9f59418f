import { type AskedRequest } from './askedModel.ts';
import { type ModelProfile } from './completionEngine.ts';
import { type CompletionQuery } from './completionService.ts';
import { neighbourRoom, NO_ROOM } from './neighbours/neighbourRoom.ts';
import { NO_OTHER_TEXTS, pathsOf } from './neighbours/otherTexts.ts';
import { promptNeighbours } from './neighbours/promptNeighbours.ts';
import { type Ablation } from './pipelineIdeas.ts';
import { shapeAt } from './suggestedText.ts';
import { buildPrompt } from './prompt.ts';
import { textsToCopyFrom } from './textsToCopyFrom.ts';
import { promptBudget, tokenBudget } from './tokenBudget.ts';

/** What a model is asked for a query, with what other texts have for it at this moment. */
export function askedRequest(
  { document, maxTokens, others = () => NO_OTHER_TEXTS }: CompletionQuery,
  model: ModelProfile,
  ablation: Ablation,
): AskedRequest {
  const tokens = tokenBudget(model, shapeAt(document, ablation), maxTokens);
  const budgetTokens = promptBudget(model, maxTokens);
  const room = ablation.has('neighbours') ? NO_ROOM : neighbourRoom(document, model, budgetTokens);
  const offered = others(room);
  const parts = room.length === 0 ? [] : offered.neighbours;
  const shown = promptNeighbours(parts, document.languageId, model, room.length);
  return {
    budgetTokens,
    neighbourRoom: room.length,
    neighbours: shown.neighbours,
    copiedPaths: ablation.has('copying') ? [] : pathsOf(offered.copyFrom),
    documentId: document.documentId,
    prompt: buildPrompt(document, model, budgetTokens, { neighbours: shown.texts, ablation }),
    maxTokens: tokens,
    healsTokens: !ablation.has('tokenHealing'),
    ...(ablation.has('copying') ? {} : { copyFrom: textsToCopyFrom(document, offered.copyFrom) }),
  };
}
