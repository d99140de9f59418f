import { createHash } from 'node:crypto';
import { type ModelInfo } from '../../engine/protocol.ts';
import { type Supervisor } from '../../engine/supervisor.ts';

const LENGTH = 16;

/** Tells one model from another, and nobody what it is called; empty until the first is there. */
export function digestOfModel(supervisor: Pick<Supervisor, 'state'>): () => string {
  let known: { readonly model: ModelInfo; readonly digest: string } | undefined;
  return () => {
    const { state } = supervisor;
    if (state.kind === 'ready' && state.engine.model !== known?.model) {
      const { model } = state.engine;
      known = { model, digest: digestOf(model) };
    }
    return known?.digest ?? '';
  };
}

function digestOf({ name, architecture, parameters, quantisation, fileBytes, adapter }: ModelInfo): string {
  const told = [
    name,
    architecture,
    parameters,
    quantisation,
    fileBytes,
    adapter?.path ?? '',
    adapter?.scale ?? 0,
  ];
  return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, LENGTH);
}
