import { type CatalogFile, type CatalogModel } from '../catalog/catalogSchema.ts';
import { type EstimatedSizes } from '../estimateMemory.ts';
import { layerWiseScaling, PUBLISHED_SCALING } from '../layerWiseScaling.ts';

/** Layers and widths of a model of the catalog; undefined where the catalog does not say. */
export function sizesOf({
  shape,
  contextLength,
}: Pick<CatalogModel, 'shape' | 'contextLength'>): EstimatedSizes | undefined {
  if (shape === undefined) {
    return undefined;
  }
  const { width, headSize, vocabularySize } = shape;
  const layers =
    shape.kind === 'layerWise'
      ? layerWiseScaling({ layers: shape.layers, width, headSize, ...PUBLISHED_SCALING })
      : Array.from({ length: shape.layers }, () => ({
          queryHeads: shape.queryHeads,
          keyValueHeads: shape.keyValueHeads,
          feedForward: shape.feedForward,
        }));
  return {
    layers,
    keyLength: headSize,
    valueLength: headSize,
    embeddingLength: width,
    contextLength,
    vocabularySize,
  };
}

/** Bytes of a file, exactly or as a page rounds them. */
export function bytesOf({ bytes, megabytes = 0 }: Pick<CatalogFile, 'bytes' | 'megabytes'>): number {
  return bytes ?? megabytes * 1e6;
}
