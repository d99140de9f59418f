import { type FileKind } from './fileKind.ts';

/** A file to fetch and where it shall lie. */
export interface WantedFile {
  /** https; http only where `DownloadHost.plainHosts` or this machine itself is meant. */
  readonly address: string;
  /** Absolute path; made when it is not there. */
  readonly folder: string;
  /** A name in that folder, without any path. */
  readonly name: string;
  /** Pinned, in hexadecimal. Without it what the hub says of the object counts. */
  readonly sha256?: string;
  /** Pinned, exact. */
  readonly bytes?: number;
  /** By its first bytes; a GGUF without it. */
  readonly kind?: FileKind;
}
