import { type ChatEngine } from '../../core/chat/chatEngine.ts';
import { type ContextItem } from '../../core/chat/conversation.ts';
import { type FormatId } from '../../core/chat/formats/promptFormat.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { type ProposedEdits } from '../proposedEdits.ts';

/** What the commands on code take from the rest. */
export interface AssistServices {
  readonly engine: ChatEngine;
  readonly exclusions: Exclusions;
  readonly edits: ProposedEdits;
  /** The way in which the user wants models to be asked, read anew for each question. */
  readonly preferredFormat: () => FormatId | undefined;
  /** Asks in the chat panel, which comes to the front. */
  askInPanel(question: string, items: readonly ContextItem[]): Promise<void>;
}
