/** A file of a catalog that can be fetched. */
export const sampleFile = { name: 'tiny.Q8_0.gguf', quantisation: 'Q8_0', megabytes: 17 };

/** An artefact with one file, changed as a test needs it. */
export function sampleArtefact(change: object = {}): object {
  return { format: 'gguf', repository: 'acme/tiny', licence: 'acme', files: [sampleFile], ...change };
}

/** A model with one artefact, changed as a test needs it. */
export function sampleModel(change: object = {}): object {
  return {
    id: 'tiny',
    name: 'Tiny',
    family: 'other',
    publisher: 'Acme',
    parameters: 16_000_000,
    contextLength: 4096,
    suits: { completion: 'fillInTheMiddle', chat: 'no' },
    artefacts: [sampleArtefact()],
    ...change,
  };
}

/** A licence that no built-in catalog has, changed as a test needs it. */
export function sampleLicence(change: object = {}): object {
  return {
    id: 'acme',
    name: 'Acme License',
    version: '1',
    address: 'https://example.com/licence',
    researchOnly: false,
    acceptFirst: true,
    ...change,
  };
}

/** The text of a catalog with one model, changed as a test needs it. */
export function sampleCatalog(change: object = {}): string {
  return JSON.stringify({
    schema: 1,
    name: 'Acme',
    licences: [sampleLicence()],
    models: [sampleModel()],
    ...change,
  });
}
