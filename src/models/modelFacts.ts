import { basename } from 'node:path';
import { type Hyperparameters, type LayerShape } from './checks/hyperparameters.ts';
import { type CheckedTensor } from './checks/tensorTable.ts';
import { type TokenizerFacts } from './checks/tokenizer.ts';
import { estimateMemory, type MemoryEstimate } from './estimateMemory.ts';
import { FILE_TYPES } from './gguf/tensorTypes.ts';
import { type Metadata } from './metadata.ts';

/** What a checked model file says about itself; everything here is consistent with its tensors. */
export interface ModelFacts {
  readonly architecture: string;
  /** The model's own name, or the file's where it has none. */
  readonly name: string;
  /** Bytes of the file. */
  readonly sizeBytes: number;
  /** Weights, the embedding counted once. */
  readonly parameters: number;
  /** Tokens the model was trained to see at once. */
  readonly contextLength: number;
  /** Width of the residual stream. */
  readonly embeddingLength: number;
  readonly layers: readonly LayerShape[];
  /** Elements per attention head. */
  readonly headSize: number;
  readonly vocabularySize: number;
  readonly tokenizer: { readonly model: string; readonly pre?: string };
  readonly fillInTheMiddle: boolean;
  /** Such as `Q8_0` or `Q4_K_M`. */
  readonly quantisation: string;
  readonly author?: string;
  readonly licence?: string;
  /** The Jinja template for conversations that the file brings, where it is of a reasonable size. */
  readonly chatTemplate?: string;
  /** A second one, for conversations in which tools are called. */
  readonly toolTemplate?: string;
  /** How the vocabulary writes the token that ends a text. */
  readonly endOfText?: string;
  readonly estimatedMemoryBytes: MemoryEstimate;
}

/** The longest published templates have about 20,000 characters. */
const MAX_TEMPLATE_CHARACTERS = 100_000;

/** What the facts are put together from: the results of all checks. */
export interface CheckedModel {
  readonly path: string;
  readonly sizeBytes: number;
  readonly metadata: Metadata;
  readonly hyperparameters: Hyperparameters;
  readonly tokenizer: TokenizerFacts;
  readonly tensors: readonly CheckedTensor[];
}

/** Sums up a model that has passed all checks. */
export function summarise(model: CheckedModel): ModelFacts {
  const { metadata, hyperparameters, tokenizer, tensors } = model;
  const author = metadata.text('general.author') ?? metadata.text('general.organization');
  const licence = metadata.text('general.license');
  return {
    architecture: hyperparameters.architecture,
    name: metadata.text('general.name') ?? basename(model.path, '.gguf'),
    sizeBytes: model.sizeBytes,
    parameters: sum(tensors.map((tensor) => tensor.elements)),
    contextLength: hyperparameters.contextLength,
    embeddingLength: hyperparameters.embeddingLength,
    layers: hyperparameters.layers,
    headSize: hyperparameters.keyLength,
    vocabularySize: tokenizer.vocabularySize,
    tokenizer: { model: tokenizer.model, ...(tokenizer.pre === undefined ? {} : { pre: tokenizer.pre }) },
    fillInTheMiddle: tokenizer.fillInTheMiddle,
    quantisation: quantisation(metadata, tensors),
    ...(author === undefined ? {} : { author }),
    ...(licence === undefined ? {} : { licence }),
    ...templatesOf(metadata),
    estimatedMemoryBytes: estimateMemory(
      { ...hyperparameters, vocabularySize: tokenizer.vocabularySize },
      { weights: sum(tensors.map((tensor) => tensor.bytes)) },
    ),
  };
}

function templatesOf(metadata: Metadata): Pick<ModelFacts, 'chatTemplate' | 'toolTemplate' | 'endOfText'> {
  const chatTemplate = templateOf(metadata, 'tokenizer.chat_template');
  const toolTemplate = templateOf(metadata, 'tokenizer.chat_template.tool_use');
  const end = metadata.scalar('tokenizer.ggml.eos_token_id');
  const endOfText =
    end === undefined ? undefined : metadata.strings('tokenizer.ggml.tokens')?.text(Number(end));
  return {
    ...(chatTemplate === undefined ? {} : { chatTemplate }),
    ...(toolTemplate === undefined ? {} : { toolTemplate }),
    ...(endOfText === undefined ? {} : { endOfText }),
  };
}

/** A template of another type than a string, or of no use because of its size, is none: the model itself is sound. */
function templateOf(metadata: Metadata, key: string): string | undefined {
  const template = metadata.scalar(key);
  return typeof template === 'string' && template.length <= MAX_TEMPLATE_CHARACTERS ? template : undefined;
}

function quantisation(metadata: Metadata, tensors: readonly CheckedTensor[]): string {
  const stated = FILE_TYPES.get(metadata.count('general.file_type') ?? -1);
  return stated ?? dominantType(tensors);
}

/** The type that holds most bytes. */
function dominantType(tensors: readonly CheckedTensor[]): string {
  const bytes = new Map<string, number>();
  for (const { type, bytes: own } of tensors) bytes.set(type.name, (bytes.get(type.name) ?? 0) + own);
  return [...bytes].reduce((most, entry) => (entry[1] > most[1] ? entry : most), ['unknown', 0])[0];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
