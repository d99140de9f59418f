import assert from 'node:assert/strict';
import { CompletionService } from '../../src/core/completion/completionService.ts';
import { type PipelineIdea } from '../../src/core/completion/pipelineIdeas.ts';
import { type DrivenGeneration, HandClock, ScriptedEngine } from './scriptedEngine.ts';

/** A service whose engine and clock the test drives. */
export class DrivenService {
  readonly engine = new ScriptedEngine();
  readonly clock = new HandClock();
  readonly service: CompletionService;

  /** @param left ideas that are left out */
  constructor(...left: PipelineIdea[]) {
    this.service = new CompletionService(this.engine, this.clock, new Set(left));
  }

  /** How often the engine was asked. */
  get asked(): number {
    return this.engine.generations.length;
  }

  get last(): DrivenGeneration {
    const generation = this.engine.generations.at(-1);
    assert.ok(generation);
    return generation;
  }
}
