/**
 * What the pipeline does beyond handing the text before the cursor to the model and showing what it writes. Each can
 * be left out by its name, so that a measurement tells what it is worth; the filters go by their own names.
 */
export const PIPELINE_IDEAS = [
  /** Asking only where a suggestion is welcome. */
  'triggerPolicy',
  /** Going on over several lines where a block is due; without it, every suggestion is one line. */
  'shape',
  /** Ending a block where the construct ends that it began with, as the grammar has it; without it, by indentation alone. */
  'constructEnd',
  /** Showing the model the text after the cursor. */
  'suffix',
  /** Telling the model the file's path. */
  'fileHeader',
  /** Showing the model parts of other files. */
  'neighbours',
  /** Looking for such parts, and for what may be copied, in files that are open or were a moment ago. */
  'openFiles',
  /** Knowing where in them something was changed lately and where the cursor was; in the document itself as well. */
  'places',
  /** Looking in the document itself, beyond what its prompt has room for. */
  'elsewhere',
  /** Copying from where the names near the cursor are defined. */
  'definitions',
  /** Putting files first that the document imports. */
  'imports',
  /** Looking in the earlier cells of a notebook. */
  'cells',
  /** Choosing by the words that a part shares with the lines around the cursor; without it, the texts seen last from their beginning. */
  'ranking',
  /** Beginning prompts with the same parts until others are clearly better. */
  'steadyNeighbours',
  /** A prompt whose start moves in steps; without it, it moves with every key. */
  'steppedWindow',
  /** Beginning the text after the cursor, where a model reads that first, behind the brackets that typing adds and takes away. */
  'steadySuffix',
  /** Letting the model write the token at the cursor anew, where it begins with what stands there. */
  'tokenHealing',
  /** Letting what followed elsewhere in the document, and in other open files, count beside what the model thinks. */
  'copying',
  /** Having other suggestions ready for who asks again by hand. */
  'candidates',
  /** Writing what would follow a suggestion while it is looked at, so that it is there when the suggestion is accepted. */
  'ahead',
  /** Having the prompt read where somebody has just come to, before the first key. */
  'prewarm',
  /** Showing no more than what the model is sure of. */
  'confidence',
  /** Showing nothing that is typed sooner than read, or that says nothing. */
  'worthReading',
  /** Stopping the model where nothing that follows would be shown: the filters would cut it, or it is not sure any more. */
  'earlyStop',
  /** Answering typing along and deleting back from what was suggested. */
  'cache',
  /** Keeping a generation under way that the typed keys follow. */
  'adoption',
  /** Leaving out the last line where the limit of tokens cut it off. */
  'wholeLines',
  /** Taking the place of the closers that the editor put after the cursor. */
  'replaceRange',
  'normaliseLineEnds',
  'dropInvalidText',
  'cutAtSpecialToken',
  'fitLeadingNewline',
  'trimDoubledSpace',
  'fitIndentation',
  'cutShape',
  'cutRepetition',
  'trimEnd',
  'dropBlank',
  'dropRepeatedPrecedingLine',
  'trimAlreadyFollowing',
  'cutUnbalancedClosers',
  'cutUnclosedOpeners',
  'cutBrokenSyntax',
  'trimOverlap',
  'trimTrailingComma',
] as const;

export type PipelineIdea = (typeof PIPELINE_IDEAS)[number];

/** The ideas that are left out; nobody who uses the pipeline for writing leaves out any. */
export type Ablation = ReadonlySet<PipelineIdea>;

/** Leaves out what is done before anybody asks for it: what is measured by the request would pay for it. */
export const NOTHING_ASIDE: Ablation = new Set(['candidates', 'ahead', 'prewarm']);

/** Leaves out nothing. */
export const WHOLE_PIPELINE: Ablation = new Set();
