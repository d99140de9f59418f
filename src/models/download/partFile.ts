import { createHash, type Hash } from 'node:crypto';
import { type FileHandle } from 'node:fs/promises';
import { type DownloadDisk } from './downloadHost.ts';
import { hashFile } from './hashFile.ts';
import { partPath } from './partRecord.ts';

/** Bytes that are written at once; as many are fetched twice at most, after the program was killed. */
export const BLOCK_BYTES = 1 << 20;

/** The bytes of a file that are here so far, with their checksum. Methods reject with the system's error. */
export class PartFile {
  readonly path: string;
  #hash: Hash = createHash('sha256');
  #written = 0;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;

  private constructor(
    private readonly handle: FileHandle,
    file: string,
  ) {
    this.path = partPath(file);
  }

  /** Opens what is there, or an empty one. */
  static async open(file: string, disk: DownloadDisk): Promise<PartFile> {
    const path = partPath(file);
    const handle = await disk.open(path, 'r+').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return disk.open(path, 'w+');
      }
      throw error;
    });
    return new PartFile(handle, file);
  }

  /** Takes over what is there: reads all of it for the checksum. */
  async takeOver(signal: AbortSignal, onBytes: (bytes: number) => void): Promise<void> {
    this.#hash = await hashFile(this.path, signal, (bytes) => {
      this.#written += bytes;
      onBytes(bytes);
    });
  }

  /** Those that wait to be written counted as well. */
  get bytes(): number {
    return this.#written + this.#waitingBytes;
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#waitingBytes += bytes.byteLength;
    if (this.#waitingBytes >= BLOCK_BYTES) {
      await this.flush();
    }
  }

  /** Writes what waits. After an error the file is closed and taken over again, or started anew. */
  async flush(): Promise<void> {
    const block = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    for (let at = 0; at < block.length;) {
      const { bytesWritten } = await this.handle.write(block, at, block.length - at, this.#written);
      this.#hash.update(block.subarray(at, at + bytesWritten));
      this.#written += bytesWritten;
      at += bytesWritten;
    }
  }

  /** Forgets every byte. */
  async startAgain(): Promise<void> {
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#written = 0;
    this.#hash = createHash('sha256');
    await this.handle.truncate(0);
  }

  /** The SHA-256 of all bytes, in hexadecimal; to be asked once. */
  async digest(): Promise<string> {
    await this.flush();
    return this.#hash.digest('hex');
  }

  /** Returns when the bytes are on the disk itself. */
  async sync(): Promise<void> {
    await this.flush();
    await this.handle.sync();
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
