import { type ModelFacts } from './modelFacts.ts';

const LABEL_WIDTH = 20;

/** Renders facts as aligned lines for a terminal, in English, ending with a line break. */
export function describeFacts(facts: ModelFacts): string {
  const { tokenizer, estimatedMemoryBytes: memory } = facts;
  const rows: [string, string][] = [
    ['Name', facts.name],
    [
      'Architecture',
      `${facts.architecture}, ${facts.layers.length} layers of width ${facts.embeddingLength}`,
    ],
    ['Parameters', `${(facts.parameters / 1e6).toFixed(1)} M (${facts.parameters})`],
    ['Quantisation', facts.quantisation],
    ['File size', megabytes(facts.sizeBytes)],
    ['Context', `${facts.contextLength} tokens`],
    ['Head size', String(facts.headSize)],
    ['Query heads', ranges(facts.layers.map((layer) => layer.queryHeads))],
    ['Key-value heads', ranges(facts.layers.map((layer) => layer.keyValueHeads))],
    ['Feed-forward widths', ranges(facts.layers.map((layer) => layer.feedForward))],
    ['Vocabulary', `${facts.vocabularySize} tokens`],
    ['Tokenizer', tokenizer.pre === undefined ? tokenizer.model : `${tokenizer.model}, ${tokenizer.pre}`],
    ['Fill-in-the-middle', facts.fillInTheMiddle ? 'yes' : 'no'],
    ['Chat template', describeTemplates(facts)],
    ['Author', facts.author ?? 'not stated'],
    ['Licence', facts.licence ?? 'not stated'],
    [
      'Memory, about',
      `${megabytes(memory.total)}: weights ${megabytes(memory.weights)}, keys and values ` +
        `${megabytes(memory.keyValueCache)}, scratch ${megabytes(memory.compute)}`,
    ],
  ];
  return rows.map(([label, text]) => `${label.padEnd(LABEL_WIDTH)} ${printable(text)}\n`).join('');
}

function describeTemplates({ chatTemplate, toolTemplate }: ModelFacts): string {
  const own = chatTemplate === undefined ? 'no' : 'yes';
  return toolTemplate === undefined ? own : `${own}, another for tools`;
}

/** Collapses layers of equal size: `4 (0–2), 6 (3–6)`, or just the number where all are equal. */
export function ranges(values: readonly number[]): string {
  const runs: { value: number; first: number; last: number }[] = [];
  for (const [layer, value] of values.entries()) {
    const run = runs.at(-1);
    if (run?.value === value) run.last = layer;
    else runs.push({ value, first: layer, last: layer });
  }
  if (runs.length === 1) return String(runs[0]?.value);
  return runs
    .map(({ value, first, last }) => `${value} (${first === last ? first : `${first}–${last}`})`)
    .join(', ');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A file's own texts may hold control characters that would act on the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 400);
}
