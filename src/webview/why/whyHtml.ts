import { type AskedModel } from '../../core/completion/askedModel.ts';
import { type GenerationCost } from '../../core/completion/completionEngine.ts';
import { type EarlierRequest } from '../../core/completion/completionOutcome.ts';
import { explainAnswer } from '../../core/completion/explainAnswer.ts';
import { type FilterStep } from '../../core/completion/postprocess.ts';
import { type Prompt } from '../../core/completion/prompt.ts';
import { type RecentRequest } from '../../core/completion/recentRequests.ts';
import { type SyntaxJudge } from '../../core/completion/syntaxJudge.ts';
import { type Child, element, type Markup } from '../inside/markup.ts';
import { stillPage } from '../stillPage.ts';
import { type WhyWords } from './whyWords.ts';

/** Of a suggestion, what a line has room for. */
const MOST_SHOWN = 60;

const STYLE = `
details { border-top: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)); padding: 0.6em 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
pre { background: var(--vscode-textCodeBlock-background); border: 1px solid var(--vscode-contrastBorder, transparent); max-height: 22em; overflow: auto; padding: 0.6em; direction: ltr; white-space: pre-wrap; overflow-wrap: anywhere; }
th { color: var(--vscode-descriptionForeground); padding: 0.1em 1.5em 0.1em 0; white-space: nowrap; }
`;

/** What the page tells of. */
export interface WhyContent {
  /** The newest first. */
  readonly requests: readonly RecentRequest[];
  /** Why nothing is asked in the file that is looked at, where that is so, as a clause. */
  readonly exclusion?: string | undefined;
}

/**
 * The page of the last requests, the newest first.
 *
 * @param syntax the judge that the pipeline has
 */
export function whyHtml(
  { requests, exclusion }: WhyContent,
  words: WhyWords,
  nonce: string,
  syntax?: SyntaxJudge,
): string {
  const { say, language } = words;
  return stillPage({ language, title: say('title'), nonce, style: STYLE }, [
    element('h1', {}, say('title')),
    element('p', { class: 'quiet' }, say('about')),
    element('p', {}, element('a', { href: 'command:openelm.why' }, say('refresh'))),
    exclusion === undefined ? undefined : element('p', {}, say('leftAlone', exclusion)),
    requests.length === 0
      ? element('p', {}, say('none'))
      : requests.map((request, index) => requestMarkup(request, words, index === 0, syntax)),
  ]);
}

function requestMarkup(
  request: RecentRequest,
  words: WhyWords,
  isOpen: boolean,
  syntax: SyntaxJudge | undefined,
): Markup {
  const { say, time } = words;
  const { outcome, document } = request;
  const { asked, cost } = askedOf(outcome);
  const steps = asked === undefined ? [] : explainAnswer(asked, cost?.isCut === true, syntax);
  return element(
    'details',
    { open: isOpen },
    element('summary', {}, `${time(request.at)} · ${document.languageId} · `, resultOf(request, words)),
    element('table', {}, rowsOf(request, words).map(rowMarkup)),
    asked === undefined
      ? undefined
      : [
          otherTexts(asked, cost?.neighbours, words),
          section(say('promptTitle'), promptText(asked.prompt, cost?.neighbours, words)),
          section(say('writtenTitle'), asked.written),
          steps.length === 0
            ? undefined
            : [
                element('h2', {}, say('filtersTitle')),
                element(
                  'ol',
                  {},
                  steps.map((step) => element('li', {}, stepWords(step, words))),
                ),
              ],
        ],
  );
}

function resultOf({ outcome }: RecentRequest, { say, reason }: WhyWords): Child {
  if (outcome.kind === 'none') {
    return say('nothing', reason(outcome.reason));
  }
  const line = outcome.text.trim().replaceAll(/\s+/gu, ' ');
  const shown = line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
  return [say('suggested'), ' ', element('code', { dir: 'ltr' }, shown)];
}

type Row = readonly [name: string, value: string];

function rowsOf({ trigger, document, outcome }: RecentRequest, words: WhyWords): readonly Row[] {
  const { say, number } = words;
  const { confidence, elapsedMs } = outcome;
  const { asked, cost } = askedOf(outcome);
  const isFromCache = outcome.kind === 'suggestion' && outcome.source === 'cache';
  return [
    ...(document.path === '' ? [] : [[say('file'), document.path] as const]),
    [say('trigger'), trigger === 'manual' ? say('manual') : say('automatic')],
    [
      say('answer'),
      outcome.asked !== undefined ? say('fromModel') : isFromCache ? say('fromCache') : say('fromNobody'),
    ],
    ...(confidence === undefined || asked === undefined
      ? []
      : [[say('confidence'), sureness(outcome, confidence, asked, words)] as const]),
    [say('time'), say('milliseconds', number(elapsedMs))],
    ...(cost === undefined || asked === undefined
      ? []
      : [
          ...(outcome.asked === undefined ? [] : timeRows(outcome, cost, words)),
          ...costRows(cost, asked, words),
        ]),
  ];
}

/** How sure the model was, and how sure it had to be where that decided whether it is shown. */
function sureness(
  outcome: RecentRequest['outcome'],
  confidence: number,
  { threshold }: AskedModel,
  { say, number }: WhyWords,
): string {
  const isAsked = threshold > 0 && (outcome.kind === 'suggestion' || outcome.reason === 'unsure');
  const wanted = isAsked ? ` ${say('wanted', number(threshold * 100))}` : '';
  return say('percent', number(confidence * 100)) + wanted;
}

/** What the model was asked for an answer, now or when it wrote what the cache has. */
function askedOf({ asked, cost, earlier }: RecentRequest['outcome']): Partial<EarlierRequest> {
  return asked === undefined ? { ...earlier } : { asked, ...(cost === undefined ? {} : { cost }) };
}

/** What the time was spent on. What the model did for an earlier key is none of it. */
function timeRows(
  { elapsedMs, waitedMs = 0 }: RecentRequest['outcome'],
  { firstTokenMs, totalMs }: GenerationCost,
  { say, number }: WhyWords,
): readonly Row[] {
  const readMs = firstTokenMs ?? totalMs;
  const rest = elapsedMs - waitedMs - totalMs;
  return [
    [say('waited'), say('milliseconds', number(waitedMs))],
    [say('model'), say('modelTimes', number(readMs), number(totalMs - readMs))],
    [say('rest'), rest < 0 ? say('begunBefore') : say('milliseconds', number(rest))],
  ];
}

function costRows(cost: GenerationCost, asked: AskedModel, { say, number }: WhyWords): readonly Row[] {
  return [
    [
      say('prompt'),
      say('promptTokens', number(cost.promptTokens), number(asked.budgetTokens), number(cost.reusedTokens)),
    ],
    [
      say('otherTexts'),
      asked.neighbourRoom === 0
        ? say('noRoom')
        : say('otherParts', number(cost.neighbours ?? asked.neighbours.length)),
    ],
    ...(asked.copiedPaths.length === 0 ? [] : [[say('copied'), asked.copiedPaths.join(', ')] as const]),
    [
      say('written'),
      say('writtenTokens', number(cost.generatedTokens), number(asked.maxTokens)) +
        (cost.isCut ? ` ${say('isCut')}` : ''),
    ],
  ];
}

function rowMarkup([name, value]: Row): Markup {
  return element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value));
}

function section(title: string, text: string): Child {
  return [element('h2', {}, title), element('pre', { tabindex: 0, 'aria-label': title }, text)];
}

/** Which parts of other texts the prompt begins with, and why; `read`: how many of them the engine had room for. */
function otherTexts({ neighbours }: AskedModel, read: number | undefined, words: WhyWords): Child {
  const { say, origin } = words;
  if (neighbours.length === 0) {
    return undefined;
  }
  const items = neighbours.map((one, index) =>
    element(
      'li',
      {},
      element('code', { dir: 'ltr' }, one.path),
      ` – ${origin(one.origin)} `,
      index < (read ?? neighbours.length) ? '' : say('leftOut'),
    ),
  );
  return [element('h2', {}, say('otherTitle')), element('ol', {}, items)];
}

/** The prompt with its parts named, where it has several; of other texts the first `read`. */
function promptText(prompt: Prompt, read: number | undefined, { say }: WhyWords): string {
  const others = (prompt.neighbours ?? [])
    .slice(0, read)
    .map(({ file, text }) => (file === undefined ? text : `${say('path', file)}\n${text}`));
  const file = others.join('') + (prompt.file === undefined ? '' : `${say('path', prompt.file)}\n`);
  if (prompt.kind === 'plain') {
    return file + prompt.text;
  }
  const prefix = `${say('before')}\n${prompt.header}${prompt.prefix}`;
  const suffix = `${say('after')}\n${prompt.suffix}`;
  const sides = prompt.order === 'suffixFirst' ? [suffix, prefix] : [prefix, suffix];
  return file + sides.join('\n\n');
}

function stepWords({ name, result }: FilterStep, { say, filter }: WhyWords): Child {
  return result.kind === 'drop'
    ? say('dropped', filter(name))
    : [`${filter(name)} `, element('code', { dir: 'ltr' }, JSON.stringify(result.text))];
}
