import { type Metadata } from '../metadata.ts';

/** llama.cpp's `LLAMA_MAX_EXPERTS`. */
const MAX_EXPERTS = 1024;

/** Checks what llama.cpp asserts of mixtures of experts; models without experts have no such keys. */
export function checkExperts(metadata: Metadata, architecture: string, layers: number): void {
  const countKey = `${architecture}.expert_count`;
  const usedKey = `${architecture}.expert_used_count`;
  const experts = metadata.count(countKey) ?? 0;
  const used = Math.max(0, ...(metadata.perLayer(usedKey, layers) ?? []));
  if (experts > MAX_EXPERTS) throw metadata.contradiction(countKey, `up to ${MAX_EXPERTS}`);
  if (used > experts || (experts > 0 && used === 0))
    throw metadata.contradiction(usedKey, `from 1 to ${experts}`);
  checkGroups(metadata, architecture, experts);
}

function checkGroups(metadata: Metadata, architecture: string, experts: number): void {
  const groupsKey = `${architecture}.expert_group_count`;
  const usedKey = `${architecture}.expert_group_used_count`;
  const groups = metadata.count(groupsKey) ?? 0;
  const used = metadata.count(usedKey) ?? 0;
  if (groups > 0 && groups >= experts) throw metadata.contradiction(groupsKey, `below ${experts}`);
  if (groups <= 1) return;
  if (experts % groups !== 0) throw metadata.contradiction(groupsKey, `a divisor of ${experts}`);
  if (used < 1 || used >= groups) throw metadata.contradiction(usedKey, `from 1 to ${groups - 1}`);
}
