import * as v from 'valibot';
import { type InsidePageMessage, MAX_TRIED_CHARACTERS } from './insideProtocol.ts';

const Message = v.variant('action', [
  v.strictObject({
    action: v.literal('cut'),
    requestId: v.pipe(v.number(), v.safeInteger()),
    text: v.pipe(v.string(), v.maxLength(MAX_TRIED_CHARACTERS)),
  }),
  v.strictObject({ action: v.literal('takeSelection') }),
]);

/** The message, if it is one; the host drops everything else. */
export function decodeInsideMessage(raw: unknown): InsidePageMessage | undefined {
  const { success, output } = v.safeParse(Message, raw);
  return success ? output : undefined;
}
