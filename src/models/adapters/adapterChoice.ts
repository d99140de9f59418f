/** A LoRA adapter that a model is to be run with. */
export interface AdapterChoice {
  /** Absolute path of a GGUF file. */
  readonly path: string;
  /** What the adapter's changes are multiplied by: 0 leaves the model as it is, 1 is what the adapter was trained for. */
  readonly scale: number;
}
