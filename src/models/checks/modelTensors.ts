import { ModelFileError } from '../modelFileError.ts';
import { type Metadata } from '../metadata.ts';
import { type Hyperparameters } from './hyperparameters.ts';
import { isSameShape } from './isSameShape.ts';
import { checkOpenElmMetadata, openElmShapes } from './openElm.ts';
import { type CheckedTensor } from './tensorTable.ts';

const EMBEDDING = 'token_embd.weight';

/**
 * Checks that the tensors are those the metadata promises: every one and its shape for OpenELM, whose graph is
 * known here; the embedding and the layer numbers for other architectures, where llama.cpp checks the rest.
 */
export function checkModelTensors(
  tensors: readonly CheckedTensor[],
  model: Hyperparameters,
  vocabularySize: number,
  metadata: Metadata,
): void {
  if (tensors.length === 0) throw new ModelFileError('notAModel', { kind: 'no tensors at all' });
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  requireShape(byName, EMBEDDING, [model.embeddingLength, vocabularySize]);
  for (const { name } of tensors) {
    const layer = /^blk\.(\d+)\./.exec(name)?.[1];
    if (layer !== undefined && Number(layer) >= model.layers.length) {
      const problem = `the model has only ${model.layers.length} layers`;
      throw new ModelFileError('corruptTensorTable', { tensor: name, problem });
    }
  }
  if (model.architecture !== 'openelm') return;
  checkOpenElmMetadata(metadata, model, vocabularySize);
  checkOpenElmTensors(byName, openElmShapes(model));
}

function checkOpenElmTensors(
  byName: ReadonlyMap<string, CheckedTensor>,
  shapes: ReadonlyMap<string, readonly number[]>,
): void {
  for (const [name, shape] of shapes) {
    const tensor = requireShape(byName, name, shape);
    if (name.endsWith('_norm.weight') && tensor.type.name !== 'F32') {
      throw new ModelFileError('unsupportedTensorType', { tensor: name, type: tensor.type.name });
    }
  }
  for (const name of byName.keys()) {
    if (name === EMBEDDING || shapes.has(name)) continue;
    const problem = 'it is not part of an OpenELM model';
    throw new ModelFileError('corruptTensorTable', { tensor: name, problem });
  }
}

function requireShape(
  byName: ReadonlyMap<string, CheckedTensor>,
  name: string,
  shape: readonly number[],
): CheckedTensor {
  const tensor = byName.get(name);
  if (tensor === undefined) throw new ModelFileError('missingTensor', { tensor: name });
  if (!isSameShape(tensor.dimensions, shape)) {
    throw new ModelFileError('inconsistentTensor', {
      tensor: name,
      actual: tensor.dimensions.join(' × '),
      expected: shape.join(' × '),
    });
  }
  return tensor;
}
