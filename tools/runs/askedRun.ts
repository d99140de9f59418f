import { askOnce, type OneQuestion, type Reply } from '../../src/core/chat/edits/askOnce.ts';
import { type ChatEngine } from '../../src/core/chat/chatEngine.ts';
import { type Run } from './report.ts';

export type Answered = Extract<Reply, { readonly kind: 'answered' }>;

/** Asks as the command does, and judges what comes back. */
export async function askedRun(
  engine: ChatEngine,
  asked: Omit<OneQuestion, 'preferredFormat'>,
  judge: (answer: Answered) => Pick<Run, 'outcome' | 'text'>,
): Promise<Run> {
  const startedAt = performance.now();
  const reply = await askOnce(
    engine,
    { ...asked, preferredFormat: undefined },
    new AbortController().signal,
    {},
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const { outcome, text } =
    reply.kind === 'answered'
      ? judge(reply)
      : { outcome: `refused: ${reply.kind}`, text: JSON.stringify(reply) };
  return { id: asked.id, outcome, seconds, text };
}
