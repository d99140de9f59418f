/** One run of a command. */
export interface Run {
  readonly id: string;
  /** In a few words, the same ones for the same kind of outcome. */
  readonly outcome: string;
  readonly seconds: number;
  /** What the user would get, or what the model wrote instead. */
  readonly text: string;
}

export interface CommandRuns {
  readonly command: string;
  readonly runs: readonly Run[];
}

const SHOWN_CHARACTERS = 1200;

/** Counts of outcomes by command, and a Markdown file with every run. */
export function formatRuns(
  model: string,
  all: readonly CommandRuns[],
): { readonly summary: string; readonly whole: string } {
  const summary = all
    .map(({ command, runs }) => `| ${command} | ${counts(runs)} | ${medianSeconds(runs)} |`)
    .join('\n');
  const table = `| command | outcomes | median seconds |\n| --- | --- | --- |\n${summary}`;
  const lists = all.map(({ command, runs }) => `## ${command}\n\n${runs.map(listed).join('\n\n')}`);
  return { summary: table, whole: [`# ${model}`, table, ...lists].join('\n\n') + '\n' };
}

function counts(runs: readonly Run[]): string {
  const byOutcome = new Map<string, number>();
  for (const { outcome } of runs) {
    byOutcome.set(outcome, (byOutcome.get(outcome) ?? 0) + 1);
  }
  return [...byOutcome]
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join('; ');
}

function medianSeconds(runs: readonly Run[]): string {
  const sorted = runs.map(({ seconds }) => seconds).sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(1);
}

function listed({ id, outcome, seconds, text }: Run): string {
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}\n…` : text;
  return `### ${id}: ${outcome} (${seconds.toFixed(1)} s)\n\n~~~~\n${shown}\n~~~~`;
}
