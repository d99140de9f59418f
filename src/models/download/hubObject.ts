/** What a hub says of the object behind an address, before it leads to where the object is stored. */
export interface HubObject {
  /** Of its content, in hexadecimal; known for what is stored outside Git (LFS). */
  readonly sha256: string | undefined;
  readonly bytes: number | undefined;
  /** The commit that the revision of the address stands for. */
  readonly commit: string | undefined;
}

const NOTHING: HubObject = { sha256: undefined, bytes: undefined, commit: undefined };

/**
 * Reads the headers of a Hugging Face hub's `resolve` address (or a mirror's): the ETag of a linked object is its
 * SHA-256, that of a file within Git the SHA-1 of a blob, which is no checksum of the content
 * (huggingface_hub, `hf_hub_url` and `get_hf_file_metadata`).
 */
export function hubObject(headers: Headers, known: HubObject = NOTHING): HubObject {
  const etag = headers.get('x-linked-etag')?.replace(/^W\//u, '').replaceAll('"', '').toLowerCase() ?? '';
  const size = headers.get('x-linked-size') ?? '';
  return {
    sha256: known.sha256 ?? (/^[\da-f]{64}$/u.test(etag) ? etag : undefined),
    bytes: known.bytes ?? (/^\d{1,15}$/u.test(size) ? Number(size) : undefined),
    commit: known.commit ?? headers.get('x-repo-commit') ?? undefined,
  };
}
