/** `npm run bench`: measures what a user feels, in a real VS Code and in the engine. Needs a build; asserts nothing. */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { measureAbort } from './bench/abort.ts';
import { measureActivate } from './bench/activate.ts';
import { measureAhead, measurePrewarm } from './bench/aside.ts';
import { measureAlong } from './bench/along.ts';
import { measureChat } from './bench/chat.ts';
import { measureChatHostKills, measureChatKills } from './bench/chatKills.ts';
import { measureCommands } from './bench/commands.ts';
import { measureCold } from './bench/cold.ts';
import { measureConvert } from './bench/convert.ts';
import { measureCorruptions } from './bench/corruptions.ts';
import { measureDraft } from './bench/draft.ts';
import { measureDownload } from './bench/download.ts';
import { measureEstimate } from './bench/estimate.ts';
import { type Figure, type Measurement } from './bench/figures.ts';
import { measureIdle } from './bench/idle.ts';
import { measureInstall } from './bench/install.ts';
import { measureKills } from './bench/kills.ts';
import { measureMemory } from './bench/memory.ts';
import { measurePauses } from './bench/pauses.ts';
import { formatTable } from './bench/table.ts';
import { measureTrace } from './bench/trace.ts';
import { measureWarm } from './bench/warm.ts';
import { measureWindows } from './bench/windows.ts';

const MEASUREMENTS: Readonly<Record<string, Measurement>> = {
  install: measureInstall,
  cold: measureCold,
  warm: measureWarm,
  along: measureAlong,
  pauses: measurePauses,
  ahead: measureAhead,
  prewarm: measurePrewarm,
  activate: measureActivate,
  memory: measureMemory,
  kills: measureKills,
  chatKills: measureChatKills,
  chatHostKills: measureChatHostKills,
  windows: measureWindows,
  trace: measureTrace,
  abort: measureAbort,
  idle: measureIdle,
  draft: measureDraft,
  chat: measureChat,
  commands: measureCommands,
  download: measureDownload,
  corruptions: measureCorruptions,
  estimate: measureEstimate,
  convert: measureConvert,
};

const USAGE = `npm run bench -- [options]
  --only NAME[,NAME]   of ${Object.keys(MEASUREMENTS).join(', ')}; all without it
  --repeat N           repeats of measurements that start anew for each; minutes of \`idle\`
  --server URL         of a llama-server with the same model, one thread and one slot: \`trace\` compares with it
  --ablate NAME        \`trace\` without one idea of the pipeline
  --debounce MS        \`trace\` waits after a key as the editor does, about so long; without it, it asks at once
  --model FILE.gguf    for \`trace\`, \`pauses\` and \`draft\` in place of the built-in one, and for \`ahead\` and \`prewarm\` beside it
  --eager              \`pauses\` with suggestions that are less likely right: more of them to time
  --json FILE          writes the figures
  --help               show this`;

/** Thrown for a command line that can't be used. */
class UsageError extends Error {}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      repeat: { type: 'string' },
      server: { type: 'string' },
      model: { type: 'string' },
      ablate: { type: 'string' },
      debounce: { type: 'string' },
      eager: { type: 'boolean' },
      json: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const repeat = parseCount(values.repeat);
  const results = new Map<string, readonly Figure[]>();
  let failures = 0;
  for (const [name, measure] of chosen(values.only)) {
    const progress = (message: string): void => {
      console.error(`${name}: ${message}`);
    };
    progress(`load ${load()}`);
    try {
      results.set(name, await measure({ ...values, repeat, progress }));
    } catch (error) {
      failures++;
      console.error(`${name} failed:`, error);
    }
  }
  console.log(`\n${formatTable(results)}\n\n${machine()}`);
  if (values.json !== undefined) {
    const report = {
      date: new Date().toISOString(),
      machine: machine(),
      results: Object.fromEntries(results),
    };
    writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
  }
  return failures === 0 ? 0 : 1;
}

function chosen(only: string | undefined): [string, Measurement][] {
  return (only?.split(',') ?? Object.keys(MEASUREMENTS)).map((name) => {
    const measure = MEASUREMENTS[name];
    if (measure === undefined) {
      throw new UsageError(`There is no measurement “${name}”.\n${USAGE}`);
    }
    return [name, measure];
  });
}

function parseCount(text: string | undefined): number | undefined {
  if (text !== undefined && !/^[1-9]\d{0,3}$/u.test(text)) {
    throw new UsageError(`--repeat takes a number from 1 on.\n${USAGE}`);
  }
  return text === undefined ? undefined : Number(text);
}

function machine(): string {
  const cpus = os.cpus();
  const memory = (os.totalmem() / 1e9).toFixed(0);
  return `${cpus[0]?.model ?? 'unknown CPU'} × ${cpus.length}, ${memory} GB; Node ${process.versions.node}; load ${load()}`;
}

/** Average number of processes that wanted a CPU in the last minute. */
function load(): string {
  return (os.loadavg()[0] ?? 0).toFixed(1);
}

process.exit(
  await main().catch((error: unknown) => {
    console.error(error instanceof UsageError ? error.message : error);
    return error instanceof UsageError ? 2 : 1;
  }),
);
