import { existsSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { type LayerShape } from '../checks/hyperparameters.ts';
import { layerWiseScaling } from '../layerWiseScaling.ts';
import { ConvertError } from './convertError.ts';
import { readSmallFile } from './readSmallFile.ts';

/** The sizes of an OpenELM model, as its config.json states them. */
export interface OpenElmConfig {
  readonly width: number;
  readonly headSize: number;
  readonly layers: readonly LayerShape[];
  readonly vocabularySize: number;
  readonly contextLength: number;
  readonly ropeBase: number;
}

/** Of the engine's blocks: what is no multiple of it can't be stored in 8 bits. */
const BLOCK = 32;
const MAX_BYTES = 1 << 20;

const count = (most: number): v.GenericSchema<number> =>
  v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
const blocks = (most: number): v.GenericSchema<number> => v.pipe(count(most), v.multipleOf(BLOCK));
const multipliers = v.union([
  v.pipe(v.number(), v.minValue(0.01), v.maxValue(64)),
  v.pipe(v.array(v.pipe(v.number(), v.minValue(0.01), v.maxValue(64))), v.minLength(1), v.maxLength(512)),
]);

/** What the engine computes: another value of one of these would need another graph. */
const Config = v.object({
  model_type: v.string(),
  model_dim: blocks(65_536),
  head_dim: blocks(1024),
  num_transformer_layers: count(512),
  num_gqa_groups: count(64),
  qkv_multipliers: multipliers,
  ffn_multipliers: multipliers,
  ffn_dim_divisor: blocks(65_536),
  vocab_size: count(1_000_000),
  max_context_length: count(1_000_000),
  rope_freq_constant: v.pipe(v.number(), v.minValue(1), v.maxValue(1e12)),
  ffn_with_glu: v.literal(true),
  normalize_qk_projections: v.literal(true),
  share_input_output_layers: v.literal(true),
  activation_fn_name: v.picklist(['swish', 'silu']),
  normalization_layer_name: v.literal('rms_norm'),
});

/** Reads config.json as Apple publishes it. Rejects with `noConfig`, `badConfig` or `notOpenElm`. */
export async function readOpenElmConfig(folder: string): Promise<OpenElmConfig> {
  const file = path.join(folder, 'config.json');
  if (!existsSync(file)) {
    throw new ConvertError('noConfig', { path: folder });
  }
  const raw = parse((await readSmallFile(file, MAX_BYTES)).toString());
  const type = typeof raw === 'object' && raw !== null && 'model_type' in raw ? raw.model_type : undefined;
  if (typeof type === 'string' && type !== 'openelm') {
    throw new ConvertError('notOpenElm', { type: type.slice(0, 60) });
  }
  const config = v.safeParse(Config, raw);
  if (!config.success) {
    const [issue] = config.issues;
    const key = issue.path?.map(({ key: part }) => String(part)).join('.') ?? '';
    throw new ConvertError('badConfig', { problem: `${key}: ${issue.message}` });
  }
  const { output } = config;
  return {
    width: output.model_dim,
    headSize: output.head_dim,
    vocabularySize: output.vocab_size,
    contextLength: output.max_context_length,
    ropeBase: output.rope_freq_constant,
    layers: layerWiseScaling({
      layers: output.num_transformer_layers,
      width: output.model_dim,
      headSize: output.head_dim,
      attention: [output.qkv_multipliers].flat(),
      feedForward: [output.ffn_multipliers].flat(),
      group: output.num_gqa_groups,
      divisor: output.ffn_dim_divisor,
    }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConvertError('badConfig', { problem: (error as Error).message });
  }
}
