import { type FileHandle, open, statfs } from 'node:fs/promises';
import { type Clock } from '../../core/completion/clock.ts';

/** How far a download is. `reading`: what an earlier one left is read again, for the checksum. */
export interface DownloadProgress {
  readonly kind: 'reading' | 'fetching';
  readonly bytes: number;
  /** Undefined where neither the server nor the caller knows. */
  readonly total: number | undefined;
  /** Smoothed over some seconds; 0 until something was measured. */
  readonly bytesPerSecond: number;
  readonly secondsLeft: number | undefined;
}

/** The two questions to the disk that a test answers differently. */
export interface DownloadDisk {
  open(file: string, flags: string): Promise<FileHandle>;
  freeBytes(folder: string): Promise<number>;
}

/** What asking an address needs of the program that it runs in. */
export interface ConnectionHost {
  readonly clock: Clock;
  /** For a download an abort with `DownloadPaused` keeps what is here, any other removes it. */
  readonly signal: AbortSignal;
  /** Told of every address before it is contacted, without its query, and of every answer. */
  readonly log: (line: string) => void;
  /** The process's own without it: in VS Code's extension host, that one honours the proxy settings. */
  readonly fetch?: typeof fetch;
  /** Hosts, with their ports, that may be asked by http, because a setting of the machine names them. */
  readonly plainHosts?: readonly string[];
  /** The user's access token for a host (with its port), for a server that refuses who it does not know. */
  readonly accessToken?: (host: string) => Promise<string | undefined>;
}

/** What a download needs of the program that it runs in. */
export interface DownloadHost extends ConnectionHost {
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly disk?: DownloadDisk;
  /** Milliseconds without a byte after which a connection counts as dead. */
  readonly silenceMs?: number;
}

/** The disk itself. */
export const systemDisk: DownloadDisk = {
  open,
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
};
