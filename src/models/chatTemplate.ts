import vm from 'node:vm';
import { Template } from '@huggingface/jinja';
import { type TalkingModel } from '../core/chat/formats/chooseFormat.ts';
import { type RenderTemplate } from '../core/chat/formats/ggufTemplate.ts';

/** A template is a program from a file: one that loops must not take the extension host with it. */
const TIME_LIMIT_MS = 1000;
const MAX_RENDERED_CHARACTERS = 1_000_000;

/** The templates that a model's file brings, and what they ask for. */
export interface TemplateSources {
  readonly chatTemplate?: string | undefined;
  readonly toolTemplate?: string | undefined;
  /** What they know as `eos_token`. */
  readonly endOfText?: string | undefined;
}

/** Reads both templates of a file; one that is not there, or is none, is undefined. */
export function readChatTemplates({
  chatTemplate,
  toolTemplate,
  endOfText,
}: TemplateSources): Pick<TalkingModel, 'renderTemplate' | 'renderToolTemplate'> {
  const read = (source: string | undefined): RenderTemplate | undefined =>
    source === undefined ? undefined : readChatTemplate(source, endOfText);
  return { renderTemplate: read(chatTemplate), renderToolTemplate: read(toolTemplate) };
}

/** Reads a Jinja template for conversations; undefined for one that is none. `endOfText` is its `eos_token`. */
export function readChatTemplate(source: string, endOfText = ''): RenderTemplate | undefined {
  let template: Template;
  try {
    template = withinTime(() => new Template(source));
  } catch {
    return undefined; // another way of asking is found for the model
  }
  return (messages, tools) => {
    const rendered = withinTime(() =>
      template.render({
        messages: messages.map((message) => ({ ...message })),
        // What templates compare with none; `undefined` would be something else to them.
        tools: tools === undefined ? null : [...tools],
        add_generation_prompt: true,
        // The engine begins every text as the model wants it.
        bos_token: '',
        eos_token: endOfText,
        enable_thinking: false,
      }),
    );
    if (rendered.length > MAX_RENDERED_CHARACTERS) {
      throw new Error('The template writes too much.');
    }
    return rendered;
  };
}

/** The one way to end a loop in the same thread. Throws when the time is over, or what `work` throws. */
function withinTime<T>(work: () => T): T {
  return vm.runInNewContext('work()', { work }, { timeout: TIME_LIMIT_MS }) as T;
}
