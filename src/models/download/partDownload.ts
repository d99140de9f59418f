import path from 'node:path';
import { askAuthorised } from './askAuthorised.ts';
import { DownloadError } from './downloadError.ts';
import { type DownloadDisk, type DownloadHost } from './downloadHost.ts';
import { FIRST_BYTES, refuseOtherKind } from './fileKind.ts';
import { type Answer } from './followRedirects.ts';
import { hubMetadata } from './hubMetadata.ts';
import { type HubObject } from './hubObject.ts';
import { type PartFile } from './partFile.ts';
import { type PartRecord, writePartRecord } from './partRecord.ts';
import { placeAnswer, strongEtag } from './placeAnswer.ts';
import { ProgressReport } from './progressReport.ts';
import { readBody } from './readBody.ts';
import { retryDecision } from './retryPolicy.ts';
import { statusError } from './statusError.ts';
import { type SilenceLimit } from './unlessSilent.ts';
import { type WantedFile } from './wantedFile.ts';

const MB = 1e6;
/** What the system and other programs are left. */
const RESERVE_BYTES = 100 * MB;
/** Other programs fill the disk, too. */
const SPACE_CHECK_BYTES = 64 * MB;
/** An attempt that brings less counts as one that brings nothing. */
const WORTH_BYTES = 1 << 16;
/** A server whose answers never fit together is not asked for ever. */
const MOST_RESTARTS = 3;

/** Everything that a download goes by. */
export interface DownloadTask {
  readonly wanted: WantedFile;
  readonly address: URL;
  /** The final path. */
  readonly file: string;
  readonly host: DownloadHost & SilenceLimit & { readonly disk: DownloadDisk };
}

/** Fetches what a part still lacks, in as many attempts as it takes. */
export class PartDownload {
  readonly #progress: ProgressReport;
  #restarts = 0;
  #nextSpaceCheck = 0;
  #isWhole: boolean;
  #hub: HubObject | undefined;

  constructor(
    private readonly task: DownloadTask,
    private readonly part: PartFile,
    private record: PartRecord,
  ) {
    this.#progress = new ProgressReport(task.host);
    this.#isWhole = part.bytes > 0 && part.bytes === record.total;
  }

  /** What the hub has said of the object: its SHA-256, and its commit where it was asked this time. */
  get hub(): Pick<HubObject, 'sha256' | 'commit'> {
    return { sha256: this.record.hubSha256, commit: this.#hub?.commit };
  }

  /**
   * Returns when every byte is in the part. Rejects with a `DownloadError`, the system's error or the reason of the
   * signal; what has come is written then.
   */
  async fetchRest(): Promise<void> {
    const { host } = this.task;
    let failures = 0;
    while (!this.#isWhole) {
      const before = this.part.bytes;
      try {
        await this.#attempt();
      } catch (error) {
        await this.part.flush();
        host.signal.throwIfAborted();
        if (!(error instanceof DownloadError) || !error.isTransient) {
          throw error;
        }
        failures = this.part.bytes - before >= WORTH_BYTES ? 1 : failures + 1;
        const decision = retryDecision(failures, error.retryAfterMs ?? 0, host.random);
        if (decision.kind === 'giveUp') {
          throw error;
        }
        host.log(`${error.message} Next attempt in ${(decision.delayMs / 1000).toFixed(1)} s.`);
        await host.clock.delay(decision.delayMs, host.signal);
        host.signal.throwIfAborted();
      }
    }
    this.#progress.tell(this.part.bytes, this.record.total, 'now');
  }

  async #attempt(): Promise<void> {
    const { address, host } = this.task;
    const ended = new AbortController();
    const signal = AbortSignal.any([host.signal, ended.signal]);
    try {
      const answer = await askAuthorised(address, this.#headers(), { ...host, signal });
      await this.#take(answer, { ...host, signal });
    } finally {
      ended.abort(); // Whatever still comes is not read.
    }
  }

  #headers(): Record<string, string> {
    const { bytes } = this.part;
    return {
      // Lengths and ranges are those of the file itself.
      'accept-encoding': 'identity',
      ...(bytes === 0 ? {} : { range: `bytes=${bytes}-` }),
      ...(bytes === 0 || this.record.etag === undefined ? {} : { 'if-range': this.record.etag }),
    };
  }

  async #take(answer: Answer, host: DownloadTask['host']): Promise<void> {
    const placement = placeAnswer(answer, this.part.bytes, this.record);
    switch (placement.kind) {
      case 'error':
        throw statusError(answer, this.task.address);
      case 'nothing':
        this.#isWhole = true;
        return;
      case 'changed':
        await this.#startAgain(answer);
        return;
      case 'all':
      case 'rest':
        if (placement.kind === 'all' && this.part.bytes > 0) {
          await this.#startAgain(answer);
        }
        this.#hub = await this.#askedHub(answer.hub, host);
        await this.#note(answer, this.#hub, this.#total(this.#hub, placement.total));
        await this.#receive(answer, host);
        this.#isWhole = true;
    }
  }

  async #startAgain({ host, response }: Answer): Promise<void> {
    if (++this.#restarts > MOST_RESTARTS) {
      throw new DownloadError('badAnswer', { host, status: response.status });
    }
    this.task.host.log(
      `The file has changed at ${host}, or no part of it can be had: it is fetched from its beginning.`,
    );
    await this.part.startAgain();
    this.record = { address: this.record.address, sha256: this.record.sha256 };
  }

  /** Asks the hub itself where nothing else says which bytes they have to be. */
  async #askedHub(hub: HubObject, host: DownloadTask['host']): Promise<HubObject> {
    const isKnown = (this.task.wanted.sha256 ?? this.record.hubSha256 ?? hub.sha256) !== undefined;
    return isKnown ? hub : hubMetadata(this.task.address, hub, host);
  }

  /** Throws for an object that is another than the one that is wanted. */
  #total(hub: HubObject, stated: number | undefined): number | undefined {
    const { sha256, bytes } = this.task.wanted;
    if (sha256 !== undefined && hub.sha256 !== undefined && sha256.toLowerCase() !== hub.sha256) {
      throw new DownloadError('wrongHash', { actual: hub.sha256, expected: sha256 });
    }
    const expected = bytes ?? hub.bytes;
    const actual = stated ?? hub.bytes;
    if (expected !== undefined && actual !== undefined && actual !== expected) {
      throw new DownloadError('wrongSize', { actual, expected });
    }
    return actual ?? expected;
  }

  /** Before the bytes themselves, so that whoever goes on knows whose they are. */
  async #note({ response }: Answer, hub: HubObject, total: number | undefined): Promise<void> {
    const etag = strongEtag(response.headers);
    this.record = { ...this.record, hubSha256: hub.sha256 ?? this.record.hubSha256, etag, total };
    await writePartRecord(this.task.file, this.record);
  }

  async #receive({ response, host: from }: Answer, host: DownloadTask['host']): Promise<void> {
    const { total } = this.record;
    await this.#refuseFullDisk();
    // Nothing is written before it is known to be the beginning of such a file.
    let first = this.part.bytes === 0 ? Buffer.alloc(0) : undefined;
    for await (const bytes of readBody(response, from, host)) {
      this.#progress.note(bytes.length);
      if (first === undefined) {
        await this.#append(bytes);
      } else {
        first = Buffer.concat([first, bytes]);
        if (first.length >= FIRST_BYTES) {
          await this.#begin(first);
          first = undefined;
        }
      }
      this.#progress.tell(this.part.bytes, total);
    }
    if (first !== undefined) {
      await this.#begin(first);
    }
    if (total !== undefined && this.part.bytes < total) {
      throw new DownloadError('brokenOff', { host: from, reason: `${this.part.bytes} / ${total}` });
    }
  }

  async #begin(first: Buffer): Promise<void> {
    refuseOtherKind(first, this.task.wanted.kind ?? 'gguf');
    await this.#append(first);
  }

  async #append(bytes: Uint8Array): Promise<void> {
    const { total: expected } = this.record;
    const actual = this.part.bytes + bytes.length;
    if (expected !== undefined && actual > expected) {
      throw new DownloadError('wrongSize', { actual, expected });
    }
    await this.part.append(bytes);
    if (actual >= this.#nextSpaceCheck) {
      await this.#refuseFullDisk();
    }
  }

  async #refuseFullDisk(): Promise<void> {
    const { file, host } = this.task;
    const { bytes } = this.part;
    this.#nextSpaceCheck = bytes + SPACE_CHECK_BYTES;
    const needed = Math.max(0, (this.record.total ?? 0) - bytes);
    // Not every file system tells; a full disk then shows when it is written to.
    const free = await host.disk.freeBytes(path.dirname(file)).catch(() => Infinity);
    if (free < needed + RESERVE_BYTES) {
      const inMegabytes = { needed: Math.ceil((needed + RESERVE_BYTES) / MB), free: Math.floor(free / MB) };
      throw new DownloadError('noSpace', inMegabytes);
    }
  }
}
