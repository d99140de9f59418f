import * as v from 'valibot';
import { type BenchmarkPageMessage } from './benchmarkProtocol.ts';

const Message = v.strictObject({ action: v.picklist(['ready', 'copy', 'cancel']) });

/** The message, if it is one; the host drops everything else. */
export function decodeBenchmarkMessage(raw: unknown): BenchmarkPageMessage | undefined {
  const { success, output } = v.safeParse(Message, raw);
  return success ? output : undefined;
}
