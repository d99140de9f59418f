import { ChatFailure, type ChatEngine } from '../chatEngine.ts';
import { chooseFormat } from '../formats/chooseFormat.ts';
import { needsLargerModel } from '../userMessage.ts';
import { replyOfFailure, type Failure, type OneQuestion } from './askOnce.ts';

/** Loads the model; says why a question can't be asked, or nothing when it can. */
export async function modelReadiness(
  engine: Pick<ChatEngine, 'model'>,
  { question, context, preferredFormat }: Pick<OneQuestion, 'question' | 'context' | 'preferredFormat'>,
): Promise<Failure | undefined> {
  try {
    const model = await engine.model();
    const format = chooseFormat(model, preferredFormat);
    return needsLargerModel(question, context, format)
      ? { kind: 'tooSmall', model: model.name, skill: format.skill }
      : undefined;
  } catch (error) {
    return error instanceof ChatFailure ? replyOfFailure(error) : { kind: 'failed', message: String(error) };
  }
}
