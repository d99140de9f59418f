import { ChatFailure, type ChatEngine } from '../chatEngine.ts';
import { type ContextItem } from '../conversation.ts';
import { chooseFormat } from '../formats/chooseFormat.ts';
import { needsLargerModel } from '../userMessage.ts';
import { replyOfFailure, type Failure } from './askOnce.ts';

/** Loads the model; says why a question can't be asked, or nothing when it can. */
export async function modelReadiness(
  engine: Pick<ChatEngine, 'model'>,
  question: string,
  context: readonly ContextItem[],
): Promise<Failure | undefined> {
  try {
    const model = await engine.model();
    const format = chooseFormat(model);
    return needsLargerModel(question, context, format)
      ? { kind: 'tooSmall', model: model.name, skill: format.skill }
      : undefined;
  } catch (error) {
    return error instanceof ChatFailure ? replyOfFailure(error) : { kind: 'failed', message: String(error) };
  }
}
