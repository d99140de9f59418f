const ALLOWED = /^[A-Za-z0-9][\w.+-]{0,149}\.(?:gguf|safetensors|json|model)$/u;
/** Names of devices on Windows, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)\./iu;

/** Whether a name that others chose can be that of a model's file here: no path, nothing hidden, on every system. */
export function isSafeFileName(name: string): boolean {
  return ALLOWED.test(name) && !name.includes('..') && !DEVICE.test(name);
}
