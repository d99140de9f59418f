import { checkModelFile } from '../checkModelFile.ts';
import { type LayerShape, readHyperparameters } from '../checks/hyperparameters.ts';
import { type HeaderParts } from '../gguf/ggufTypes.ts';
import { Metadata } from '../metadata.ts';
import { ModelFileError, type ModelFileErrorCode, type ModelFileErrorDetail } from '../modelFileError.ts';
import { type ModelFacts } from '../modelFacts.ts';
import { layerParameters, type LayerParameters } from './layerParameters.ts';
import { type MetadataRow, metadataRows, type MetadataRows } from './metadataRows.ts';
import { type TensorOverview, tensorOverview } from './tensorOverview.ts';
import { type UniformTwin, uniformTwin } from './uniformTwin.ts';

/** What a check came to: facts, or why the file is refused. */
export type ModelVerdict =
  | { readonly kind: 'sound'; readonly facts: ModelFacts }
  | { readonly kind: 'refused'; readonly code: ModelFileErrorCode; readonly detail: ModelFileErrorDetail };

/** Layers of a model and what a uniform one of the same size would be. */
export interface LayerPlan {
  readonly shapes: readonly LayerShape[];
  readonly parameters: readonly LayerParameters[];
  /** Missing where all layers are alike, or of a make that nothing can be foreseen of. */
  readonly twin?: UniformTwin;
}

/** What a model file's header holds, bounded in size: also of a file that is refused, as far as it can be read. */
export interface ModelInside {
  readonly verdict: ModelVerdict;
  readonly metadata: MetadataRows;
  readonly tensors: TensorOverview;
  readonly layers?: LayerPlan;
  /** The chat templates, by key. */
  readonly templates: readonly MetadataRow[];
}

const TEMPLATE_KEY = /^tokenizer\.chat_template(?:\.|$)/u;

/** Reads the header alone, as `checkModelFile` does; rejects only with what is no `ModelFileError`. */
export async function readModelInside(path: string): Promise<ModelInside> {
  const parts: HeaderParts = { metadata: new Map(), tensors: [] };
  const verdict = await checkModelFile(path, { parts }).then(
    (facts): ModelVerdict => ({ kind: 'sound', facts }),
    (error: unknown): ModelVerdict => {
      if (!(error instanceof ModelFileError)) {
        throw error;
      }
      return { kind: 'refused', code: error.code, detail: error.detail };
    },
  );
  const metadata = metadataRows(parts.metadata);
  const layers = planOf(parts);
  return {
    verdict,
    metadata,
    tensors: tensorOverview(parts.tensors),
    ...(layers === undefined ? {} : { layers }),
    templates: metadata.rows.filter(({ key, type }) => type === 'string' && TEMPLATE_KEY.test(key)),
  };
}

/** Also of a file whose end is missing: its header states everything. */
function planOf({ metadata, tensors }: HeaderParts): LayerPlan | undefined {
  try {
    const {
      layers: shapes,
      embeddingLength,
      keyLength,
      valueLength,
    } = readHyperparameters(new Metadata(metadata));
    const parameters = layerParameters(tensors, shapes.length);
    const sizes = { width: embeddingLength, headSize: keyLength };
    const twin =
      isUniform(shapes) || keyLength !== valueLength
        ? undefined
        : uniformTwin({ shapes, parameters, ...sizes });
    return { shapes, parameters, ...(twin === undefined ? {} : { twin }) };
  } catch (error) {
    if (error instanceof ModelFileError) {
      return undefined; // the verdict says what is wrong
    }
    throw error;
  }
}

function isUniform([first, ...others]: readonly LayerShape[]): boolean {
  return others.every(
    (shape) =>
      shape.queryHeads === first?.queryHeads &&
      shape.keyValueHeads === first.keyValueHeads &&
      shape.feedForward === first.feedForward,
  );
}
