import { repositoryRoot } from '../host/paths.ts';
import { type Settings } from '../host/userSettings.ts';
import { headlessEngine } from '../support/headlessEngine.ts';
import { BIG_MODEL, bigModel } from './bigModel.ts';
import { engines, extensionHosts, inSession, openAtEnd, residentMb, warmUp } from './benchSession.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';
import { chunksOf, SCRIPTS } from './scripts.ts';
import { typeAndWait } from './typing.ts';

const KEYS = 20;
const WAIT_MS = 3000;
/** A model of random weights suggests nothing that is worth showing: nobody waits for it long. */
const RANDOM_WAIT_MS = 1500;
const GENERATIONS = 5;
const GENERATED_TOKENS = 32;

/** Memory in the editor after some suggestions, and what the engine says of its own speed. */
export async function measureMemory({ progress }: BenchOptions): Promise<readonly Figure[]> {
  const big = await bigModel();
  const figures = [...(await inEditor('built-in model', {}, WAIT_MS))];
  progress('built-in model in the editor');
  figures.push(...(await inEditor(BIG_MODEL, { 'openelm.model.file': big }, RANDOM_WAIT_MS)));
  progress(`${BIG_MODEL} in the editor`);
  figures.push(...(await speeds('built-in model', undefined)), ...(await speeds(BIG_MODEL, big)));
  return figures;
}

function inEditor(model: string, settings: Settings, waitMs: number): Promise<readonly Figure[]> {
  const extension = { kind: 'development', folder: repositoryRoot } as const;
  return inSession({ extension, settings }, async (session) => {
    const { driver } = session;
    await warmUp(driver, waitMs * 4);
    let shown = 0;
    const [script] = SCRIPTS;
    if (script !== undefined) {
      await openAtEnd(driver, script);
      for (const chunk of chunksOf(script).slice(0, KEYS)) {
        shown += (await typeAndWait(driver, chunk, waitMs)).kind === 'nothing' ? 0 : 1;
      }
    }
    const note = `${KEYS} pauses, ${shown} with ghost text`;
    return [
      figure(`engine, ${model}`, 'MB', [residentMb(engines(session))], note),
      figure(`extension host, ${model}`, 'MB', [residentMb(extensionHosts(session))]),
    ];
  });
}

/** As the engine reports them, with the threads that it chooses. */
async function speeds(model: string, modelPath: string | undefined): Promise<readonly Figure[]> {
  const supervisor = headlessEngine({ modelPath });
  try {
    const { model: info, hello } = await supervisor.ready();
    const context = SCRIPTS.map((script) => script.context).join('\n');
    const prefill: number[] = [];
    const decode: number[] = [];
    for (let index = 0; index < GENERATIONS; index++) {
      const result = await supervisor.generate(
        {
          purpose: 'completion',
          group: 'bench',
          // Another beginning each time: nothing is in the KV cache.
          prompt: { kind: 'plain', text: `// ${index}\n${context}` },
          maxTokens: GENERATED_TOKENS,
        },
        new AbortController().signal,
        () => undefined,
      );
      prefill.push(result.prefillSpeed);
      decode.push(result.decodeSpeed);
    }
    return [
      figure(`load time, ${model}`, 'ms', [info.loadMs], `${hello.threads} thread(s) at the start`),
      figure(`prefill, ${model}`, 'tokens/s', prefill),
      figure(`decode, ${model}`, 'tokens/s', decode),
    ];
  } finally {
    await supervisor.dispose();
  }
}
