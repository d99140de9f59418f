import * as vscode from 'vscode';
import { type InsideStrings } from './insideWords.ts';

/** The texts of the page in the language of the editor. */
export function insideStrings(): InsideStrings {
  return {
    title: vscode.l10n.t('Inside a Model'),
    contents: vscode.l10n.t('Contents'),
    refused: vscode.l10n.t('This file can’t be used.'),
    readSoFar: vscode.l10n.t('Below stands what could be read of it.'),
    ...factStrings(),
    ...layerStrings(),
    ...memoryStrings(),
    ...tokenizerStrings(),
    ...tensorStrings(),
    ...metadataStrings(),
  };
}

function factStrings() {
  return {
    facts: vscode.l10n.t('Facts'),
    file: vscode.l10n.t('File'),
    architecture: vscode.l10n.t('Architecture'),
    parameters: vscode.l10n.t('Parameters'),
    quantisation: vscode.l10n.t('Quantisation'),
    fileSize: vscode.l10n.t('File size'),
    context: vscode.l10n.t('Context'),
    tokens: vscode.l10n.t('{0} tokens'),
    layerCount: vscode.l10n.t('Layers'),
    layersOfWidth: vscode.l10n.t('{0} of width {1}'),
    headSize: vscode.l10n.t('Head size'),
    vocabulary: vscode.l10n.t('Vocabulary'),
    tokenizer: vscode.l10n.t('Tokenizer'),
    fillInTheMiddle: vscode.l10n.t('Fill-in-the-middle'),
    yes: vscode.l10n.t('yes'),
    no: vscode.l10n.t('no'),
    author: vscode.l10n.t('Author'),
    licence: vscode.l10n.t('Licence'),
    notStated: vscode.l10n.t('not stated'),
  };
}

function layerStrings() {
  return {
    layers: vscode.l10n.t('Layers by size'),
    layersDiffer: vscode.l10n.t('The layers differ in size.'),
    layersAlike: vscode.l10n.t('All layers have the same size.'),
    twin: vscode.l10n.t(
      'Dashed: a uniform model with as many layers, the same width and as many parameters in them as can be ({0} here, {1} there).',
    ),
    twinMissing: vscode.l10n.t(
      'They are of a make for which the uniform model of the same size isn’t computed.',
    ),
    heads: vscode.l10n.t('Attention heads'),
    queryHeads: vscode.l10n.t('Query heads'),
    keyValueHeads: vscode.l10n.t('Key-value heads'),
    feedForwardWidth: vscode.l10n.t('Feed-forward width'),
    parametersByLayer: vscode.l10n.t('Parameters by layer'),
    attention: vscode.l10n.t('Attention'),
    feedForward: vscode.l10n.t('Feed-forward'),
    otherParts: vscode.l10n.t('Other parts'),
    uniform: vscode.l10n.t('Each of a uniform model'),
    uniformIs: vscode.l10n.t('Uniform model: {0}'),
    chartDescription: vscode.l10n.t(
      '{0} in {1} layers: {2} in the first, {3} in the last, never below {4} nor above {5}. The table below holds every value.',
    ),
    layer: vscode.l10n.t('Layer {0}'),
    layerHeading: vscode.l10n.t('Layer'),
    asTable: vscode.l10n.t('As a table'),
    together: vscode.l10n.t('All layers'),
  };
}

function memoryStrings() {
  return {
    memory: vscode.l10n.t('Memory'),
    memoryAbout: vscode.l10n.t('About {0} when it is loaded, as estimated from its sizes.'),
    weights: vscode.l10n.t('Weights'),
    keysAndValues: vscode.l10n.t('Keys and values of {0} tokens'),
    scratch: vscode.l10n.t('Scratch, roughly'),
    part: vscode.l10n.t('Part'),
    size: vscode.l10n.t('Size'),
    share: vscode.l10n.t('Share'),
    total: vscode.l10n.t('Together'),
  };
}

function tokenizerStrings() {
  return {
    tryTokenizer: vscode.l10n.t('Try the tokenizer'),
    tryNotInUse: vscode.l10n.t('Choose this model for completions first: the engine holds one at a time.'),
    tryText: vscode.l10n.t('Text'),
    takeSelection: vscode.l10n.t('Take the Selection'),
    pieces: vscode.l10n.t('Tokens with their ids'),
  };
}

function tensorStrings() {
  return {
    tensors: vscode.l10n.t('Tensors'),
    tensorsByType: vscode.l10n.t('By type'),
    tensorsByLayer: vscode.l10n.t('By layer'),
    tensorsOf: vscode.l10n.t('Tensors: {0}'),
    noLayer: vscode.l10n.t('Outside the layers'),
    groupSum: vscode.l10n.t('{0} tensors, {1} parameters, {2}'),
    tensor: vscode.l10n.t('Tensor'),
    shape: vscode.l10n.t('Shape'),
    type: vscode.l10n.t('Type'),
    bytes: vscode.l10n.t('Bytes'),
    bitsPerWeight: vscode.l10n.t('Bits per weight'),
    unknown: vscode.l10n.t('unknown'),
    moreTensors: vscode.l10n.t('and {0} more'),
  };
}

function metadataStrings() {
  return {
    template: vscode.l10n.t('Chat template'),
    noTemplate: vscode.l10n.t('The file brings none.'),
    showTemplate: vscode.l10n.t('Show'),
    metadata: vscode.l10n.t('Metadata'),
    key: vscode.l10n.t('Key'),
    value: vscode.l10n.t('Value'),
    listOf: vscode.l10n.t('{0} × {1}'),
    showAll: vscode.l10n.t('Show more'),
    moreCharacters: vscode.l10n.t('and {0} more characters'),
    moreElements: vscode.l10n.t('and {0} more'),
    morePairs: vscode.l10n.t('and {0} more'),
  };
}
