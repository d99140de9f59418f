import {
  type CompletionEngine,
  type CompletionRequest,
  type GenerationCost,
  type ModelProfile,
  type TextPiece,
} from '../core/completion/completionEngine.ts';
import { isDense, ratioSample } from '../core/completion/characterBudget.ts';
import { type DocumentContext } from '../core/completion/documentContext.ts';
import { inSteps } from '../core/completion/inSteps.ts';
import { HeldValues } from '../core/completion/heldValues.ts';
import { readRatio } from '../core/completion/readRatio.ts';
import { SteadyValue } from '../core/completion/steadyValue.ts';
import { promptStyleOf } from '../models/promptStyle.ts';
import { DraftGain } from './draftGain.ts';
import { EngineError } from './engineError.ts';
import { type GenerateResult, type ModelInfo } from './protocol.ts';
import { type Supervisor } from './supervisor.ts';

/** Typical for code until something was measured. */
const INITIAL_CHARACTERS_PER_TOKEN = 3;
const RATIO_TOLERANCE = 0.25;
/** Speeds vary with whatever else the machine does; only another order of them should change the prompts. */
const SPEED_TOLERANCE = 0.5;
/** How fast prompts are read decides how long they are: a busy second must not have all of it read anew. */
const READS = 7;
/** Of so many documents a prompt's length stays what it was, unless the speed has become so many times another. */
const HELD_DOCUMENTS = 64;
const HELD_FACTOR = 2;
/** Reading fewer tokens than this says little about the speed. */
const MIN_READ_TOKENS = 64;

/** What was measured of one model. */
interface Measured {
  readonly path: string;
  readonly charactersPerToken: SteadyValue;
  readonly denseCharactersPerToken: SteadyValue;
  readonly prefillSpeed: SteadyValue;
  /** That speed, as it was when a document was read first. */
  readonly held: HeldValues;
  readonly decodeSpeed: SteadyValue;
}

export interface CompletionEngineOptions {
  /** Knows whether what is read of a document may be kept on the disk; absent: of none. */
  readonly reading?: { keeps(documentId: string): boolean | Promise<boolean> };
  /**
   * Tokens are drafted where this machine gains by it. Absent: never, as suits whoever compares texts: what is read at once
   * is rounded otherwise.
   */
  readonly drafts?: true;
}

/** The completion pipeline's view of the supervised engine; keeps what was measured of its model. */
export class SupervisedCompletionEngine implements CompletionEngine {
  #measured: Measured | undefined;
  /** Of the engine that runs and its model: the next one may have another device. */
  #drafts: { readonly of: string; readonly gain: DraftGain } | undefined;

  constructor(
    private readonly supervisor: Supervisor,
    private readonly options: CompletionEngineOptions = {},
  ) {}

  get isFree(): boolean {
    return this.supervisor.state.kind === 'ready' && !this.supervisor.work.isWaitedFor;
  }

  async profile(document?: DocumentContext): Promise<ModelProfile> {
    const { model } = await this.supervisor.ready();
    const measured = this.#measuredOf(model);
    if (document !== undefined) {
      await this.#countTokens(ratioSample(document), measured);
    }
    const prefillSpeed = measured.prefillSpeed.or(model.prefillSpeed);
    return {
      ...promptStyleOf(model.name, model.fillInTheMiddle),
      contextTokens: model.contextTokens,
      charactersPerToken: measured.charactersPerToken.or(INITIAL_CHARACTERS_PER_TOKEN),
      denseCharactersPerToken: measured.denseCharactersPerToken.or(undefined),
      // Another length of the prompt would be another beginning: what was read before the last restart would be of no use.
      prefillSpeed:
        document === undefined ? prefillSpeed : measured.held.of(document.documentId, inSteps(prefillSpeed)),
      decodeSpeed: measured.decodeSpeed.or(model.decodeSpeed),
    };
  }

  async generate(
    request: CompletionRequest,
    signal: AbortSignal,
    onText: (piece: TextPiece) => void,
  ): Promise<GenerationCost> {
    // What is written until the signal is heard is of no use to anybody.
    const used = { tokens: 0 };
    const result = await this.#generateWithRetry(request, signal, (piece) => {
      used.tokens += signal.aborted ? 0 : piece.tokens;
      onText(piece);
    });
    this.#learn(request, result, used.tokens);
    return {
      ...result,
      isCut: result.stopReason === 'maxTokens',
      isAborted: result.stopReason === 'aborted',
    };
  }

  /** A request whose engine ended before its first word is made once more: the user sees nothing but a later answer. */
  async #generateWithRetry(
    request: CompletionRequest,
    signal: AbortSignal,
    onText: (piece: TextPiece) => void,
  ): Promise<GenerateResult> {
    const { documentId: group, prompt, maxTokens, healsTokens, copyFrom, alternative } = request;
    const { isAside, onlyReads } = request;
    const keeps = (await this.options.reading?.keeps(group)) ?? false;
    const drafts = this.options.drafts === true && this.#draftGain()?.mayDraft() === true;
    const asked = { group, prompt, maxTokens, healsTokens, copyFrom, drafts, alternative };
    const how = { isAside, onlyReads, keeps };
    const shown = { pieces: 0 };
    const generate = (): Promise<GenerateResult> =>
      this.supervisor.generate({ purpose: 'completion', ...asked, ...how }, signal, (piece) => {
        shown.pieces++;
        onText(piece);
      });
    try {
      return await generate();
    } catch (error) {
      const isLost =
        error instanceof EngineError && (error.code === 'engineCrashed' || error.code === 'engineHung');
      if (!isLost || isAside === true || shown.pieces > 0 || signal.aborted) {
        throw error;
      }
      return generate();
    }
  }

  /** Undefined while no engine runs. */
  #draftGain(): DraftGain | undefined {
    const { state } = this.supervisor;
    if (state.kind !== 'ready') {
      return undefined;
    }
    const { hello, model } = state.engine;
    const of = `${hello.processId} ${model.path}`;
    if (this.#drafts?.of !== of) {
      this.#drafts = { of, gain: new DraftGain() };
    }
    return this.#drafts.gain;
  }

  /** Where nothing of the kind was read yet: a prompt that turns out to be of another length is read twice. */
  async #countTokens(sample: string, measured: Measured): Promise<void> {
    const kind = isDense(sample) ? measured.denseCharactersPerToken : measured.charactersPerToken;
    if (sample === '' || kind.or(undefined) !== undefined) {
      return;
    }
    // Whoever asks next is told what is wrong with the engine.
    const [tokens = 0] = await this.supervisor.countTokens([sample]).catch(() => []);
    if (tokens > 0) {
      kind.note(sample.length / tokens);
    }
  }

  #measuredOf({ path, prefillSpeed }: ModelInfo): Measured {
    if (this.#measured?.path !== path) {
      this.#measured = {
        path,
        charactersPerToken: new SteadyValue(RATIO_TOLERANCE),
        denseCharactersPerToken: new SteadyValue(RATIO_TOLERANCE),
        prefillSpeed: new SteadyValue(SPEED_TOLERANCE, READS, prefillSpeed > 0 ? prefillSpeed : undefined),
        held: new HeldValues(HELD_DOCUMENTS, HELD_FACTOR),
        decodeSpeed: new SteadyValue(SPEED_TOLERANCE),
      };
    }
    return this.#measured;
  }

  #learn({ prompt }: CompletionRequest, result: GenerateResult, usedTokens: number): void {
    const { state } = this.supervisor;
    if (state.kind !== 'ready') {
      return;
    }
    const measured = this.#measuredOf(state.engine.model);
    const ratio = readRatio(prompt, result);
    if (ratio !== undefined) {
      const kind = ratio.isDense ? measured.denseCharactersPerToken : measured.charactersPerToken;
      kind.note(ratio.charactersPerToken);
    }
    if (result.prefillSpeed > 0 && result.promptTokens - result.reusedTokens >= MIN_READ_TOKENS) {
      measured.prefillSpeed.note(result.prefillSpeed);
    }
    this.#draftGain()?.note(result.drafts ?? [], usedTokens, result.decodeSpeed);
    if (result.decodeSpeed > 0) {
      measured.decodeSpeed.note(result.decodeSpeed);
    }
  }
}
