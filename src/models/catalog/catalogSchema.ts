import * as v from 'valibot';
import { isHttpsAddress } from './isHttpsAddress.ts';
import { isSafeFileName } from './isSafeFileName.ts';

/** The schema that this version reads; another one may mean something else by the same words. */
export const CATALOG_SCHEMA = 1;

/** Whatever a catalog says of one file, no model that a desktop runs is larger. */
const MOST_BYTES = 1e12;
const MOST_PARAMETERS = 1e12;

const count = (most: number): v.GenericSchema<number> =>
  v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

/** Words that are shown: one line, nothing that turns the reading direction or hides text. */
const words = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(200),
  v.regex(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u, 'Control characters are not accepted.'),
);
const id = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9.-]{0,63}$/u, 'Expected lower-case letters, digits, dots and hyphens.'),
);
const cites = v.pipe(v.array(id), v.maxLength(20));

const address = v.pipe(
  v.string(),
  v.maxLength(500),
  v.regex(/^https:\/\/[^/?#@\\\s]+(?:[/?#][^\s]*)?$/u, 'Expected an https address without a user name.'),
  v.check(isHttpsAddress, 'Expected an https address without a user name.'),
);
const folder = v.pipe(address, v.regex(/^[^?#]*$/u, 'Expected the address of a folder.'));

/** Where facts are from. */
const SourceSchema = v.strictObject({
  title: words,
  address,
  /** A page that was read; a value that several repositories pin alike; a calculation from verified sizes. */
  basis: v.picklist(['page', 'pins', 'derived']),
});

const LicenceSchema = v.strictObject({
  id,
  name: words,
  version: words,
  /** Of its text. */
  address,
  researchOnly: v.boolean(),
  /** Whether it is accepted before weights are fetched; every licence is shown. */
  acceptFirst: v.boolean(),
  /** In a catalog's own words; the licences of the built-in catalog are summed up by the workbench. */
  summary: v.optional(words),
  cites: v.optional(cites, []),
});

/** A warning that is shown with a licence. */
const NoticeSchema = v.strictObject({ id, address, text: v.optional(words), cites: v.optional(cites, []) });

/** From which the layers' sizes follow. */
const ShapeSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('layerWise'),
    layers: count(512),
    width: v.pipe(count(65_536), v.multipleOf(32)),
    headSize: v.pipe(count(1024), v.multipleOf(8)),
    vocabularySize: count(1_000_000),
  }),
  v.strictObject({
    kind: v.literal('uniform'),
    layers: count(512),
    width: count(262_144),
    headSize: count(16_384),
    queryHeads: count(4096),
    keyValueHeads: count(4096),
    feedForward: count(16_777_216),
    vocabularySize: count(1_000_000),
  }),
]);

const AccuracySchema = v.strictObject({
  /** Whether the scores were measured as OpenELM’s were (lm-evaluation-harness); others can’t be set beside them. */
  comparable: v.boolean(),
  cites,
  scores: v.pipe(
    v.array(
      v.strictObject({
        task: words,
        /** Absent for averages, and where it is not known. */
        shots: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100))),
        /** Per cent. */
        score: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
      }),
    ),
    v.maxLength(40),
  ),
});

const FileSchema = v.pipe(
  v.strictObject({
    name: v.pipe(v.string(), v.check(isSafeFileName, 'Expected the name of a file, without a path.')),
    /** Such as `Q8_0`. */
    quantisation: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_]{1,20}$/u)),
    /** Where it is known exactly. */
    bytes: v.optional(count(MOST_BYTES)),
    /** Millions of bytes, rounded as a page shows them. */
    megabytes: v.optional(count(MOST_BYTES / 1e6)),
    sha256: v.optional(
      v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u, 'Expected 64 hexadecimal digits in lower case.')),
    ),
  }),
  v.check((file) => file.bytes !== undefined || file.megabytes !== undefined, 'Expected bytes or megabytes.'),
);

/** Files that are fetched from one place under one licence. */
const ArtefactSchema = v.pipe(
  v.strictObject({
    /** `gguf` runs as it is, each file a model; the files of `safetensors` are one model, to be converted here. */
    format: v.picklist(['gguf', 'safetensors']),
    /** Owner and name on a hub. */
    repository: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/u, 'Expected owner/name.'),
      ),
    ),
    /** Commit of the repository; absent for its newest state. */
    revision: v.optional(
      v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/u, 'Expected a commit of 40 hexadecimal digits.')),
    ),
    /** Instead of a repository: the folder that the files lie in. */
    folder: v.optional(folder),
    /** Under which this revision was published. */
    licence: id,
    /** Under which the same files have been published since. */
    laterLicence: v.optional(id),
    /** What of this could not be verified, and is shown so. */
    unverified: v.optional(v.pipe(v.array(v.picklist(['revision', 'licence'])), v.maxLength(2)), []),
    cites: v.optional(cites, []),
    files: v.pipe(v.array(FileSchema), v.minLength(1), v.maxLength(60)),
  }),
  v.check(
    ({ repository, folder }) => (repository === undefined) !== (folder === undefined),
    'Expected either a repository or a folder.',
  ),
);

const ModelSchema = v.strictObject({
  id,
  name: words,
  family: v.picklist(['openelm', 'other']),
  publisher: words,
  parameters: count(MOST_PARAMETERS),
  /** Tokens the model was trained to see at once. */
  contextLength: count(16_777_216),
  shape: v.optional(ShapeSchema),
  suits: v.strictObject({
    /** `plain`: goes on with the text before the cursor, blind to what follows it. */
    completion: v.picklist(['fillInTheMiddle', 'plain', 'no']),
    chat: v.picklist(['yes', 'poorly', 'no']),
  }),
  /** Of a warning. */
  notice: v.optional(id),
  /** For parameters, context, shape and what the model suits. */
  cites: v.optional(cites, []),
  accuracy: v.optional(AccuracySchema),
  artefacts: v.pipe(v.array(ArtefactSchema), v.minLength(1), v.maxLength(20)),
});

/** For `v.record`, which takes a list for an object by its indices. */
const notAList = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value), 'Expected an object.'),
);

/** A catalog's file; `models/catalog.schema.json` says the same to editors, which a test compares. */
export const CatalogSchema = v.strictObject({
  schema: v.literal(CATALOG_SCHEMA),
  name: words,
  /** Day on which it was last compared with its sources. */
  reviewed: v.optional(v.pipe(v.string(), v.isoDate())),
  /** Base address for repositories; absent for the built-in catalog's. */
  hub: v.optional(folder),
  sources: v.optional(v.pipe(notAList, v.record(id, SourceSchema), v.maxEntries(2000)), {}),
  licences: v.optional(v.pipe(v.array(LicenceSchema), v.maxLength(200)), []),
  notices: v.optional(v.pipe(v.array(NoticeSchema), v.maxLength(200)), []),
  models: v.pipe(v.array(ModelSchema), v.maxLength(1000)),
});

/** A catalog, checked. */
export type Catalog = v.InferOutput<typeof CatalogSchema>;
/** One model of a catalog, in all the forms in which it can be had. */
export type CatalogModel = Catalog['models'][number];
/** Files of one model from one place. */
export type CatalogArtefact = CatalogModel['artefacts'][number];
/** One file to fetch. */
export type CatalogFile = CatalogArtefact['files'][number];
/** Terms under which files are published. */
export type CatalogLicence = Catalog['licences'][number];
/** A warning that is shown with a licence. */
export type CatalogNotice = Catalog['notices'][number];
