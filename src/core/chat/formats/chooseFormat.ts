import { NANO, NANO_5M } from '../../nanoModels.ts';
import { ggufTemplate, type RenderTemplate } from './ggufTemplate.ts';
import { nano } from './nano.ts';
import { openElmInstruct } from './openElmInstruct.ts';
import { openElmRaw } from './openElmRaw.ts';
import { type FormatId, type PromptFormat } from './promptFormat.ts';
import { questionAndAnswer } from './questionAndAnswer.ts';

/** What is known of a model that shall talk. */
export interface TalkingModel {
  readonly name: string;
  readonly architecture: string;
  /** The template its file brings; undefined for none, or for one that can't be read. */
  readonly renderTemplate?: RenderTemplate | undefined;
  /** A second one, for conversations in which tools are called. */
  readonly renderToolTemplate?: RenderTemplate | undefined;
}

const INSTRUCT = /instruct/iu;

/** The formats a model can be asked in, the default first; one at least. */
export function formatsOf({ name, architecture, renderTemplate }: TalkingModel): readonly PromptFormat[] {
  if (NANO_5M.test(name)) {
    return [{ ...questionAndAnswer, skill: 'none' }];
  }
  if (NANO.test(name)) {
    return [nano, questionAndAnswer];
  }
  const own = renderTemplate === undefined ? undefined : ggufTemplate(renderTemplate);
  const isOpenElm = architecture === 'openelm' && INSTRUCT.test(name);
  return [
    ...(own === undefined ? [] : [own]),
    ...(isOpenElm ? [openElmRaw, openElmInstruct] : []),
    questionAndAnswer,
  ];
}

/** The format that the user prefers where the model can be asked in it, else the model's default. */
export function chooseFormat(model: TalkingModel, preferred?: FormatId): PromptFormat {
  const formats = formatsOf(model);
  return formats.find(({ id }) => id === preferred) ?? formats[0] ?? questionAndAnswer;
}
