import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo } from 'node:net';

/** What goes wrong with one request to where the object is stored. */
export type Fault =
  /** The connection breaks after so many bytes. */
  | { readonly kind: 'break'; readonly after: number }
  /** Nothing more comes after so many bytes, until the client hangs up. */
  | { readonly kind: 'silence'; readonly after: number }
  /** The answer ends after so many bytes, as if that were all. */
  | { readonly kind: 'cutOff'; readonly after: number }
  /** More bytes come than there are. */
  | { readonly kind: 'tooLong' }
  /** The whole file comes, whatever part was asked for. */
  | { readonly kind: 'noRanges' }
  /** Another part than the one that was asked for. */
  | { readonly kind: 'wrongRange' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };

/** A request as it came. */
export interface Asked {
  readonly path: string;
  /** The first byte of its range; 0 without one. */
  readonly from: number;
  readonly ifRange: string | undefined;
  /** Bytes of the file that were sent in answer. */
  sent: number;
}

const FILE_PATH = '/owner/model/resolve/main/model.gguf';
const OBJECT_PATH = '/objects/1?signature=secret';
const CHUNK_BYTES = 1 << 16;
const PAGE = '<!DOCTYPE html><html><body>Please sign in.</body></html>';

/**
 * Imitates a Hugging Face hub on 127.0.0.1: one server that knows of an object and leads to another one, which stores it
 * and serves parts of it.
 */
export class FakeHub {
  /** Those to the second server. */
  readonly asked: Asked[] = [];
  /** Each is the fate of one request to the second server, in order; afterwards all goes well. */
  readonly faults: Fault[] = [];
  /** Answers in the hub's own place, while it is set. */
  hubAnswer: Extract<Fault, { kind: 'answer' }> | undefined;
  /** Whether the hub says which object it leads to. */
  saysObject = true;
  /** What its interface answers to who asks for the files of the folder; nothing is there when unset. */
  listing: string | undefined;
  /** The access token without which it gives nothing. */
  wantsToken: string | undefined;
  /** Small files that it has besides, by their paths. */
  readonly files = new Map<string, string>();
  /** Paths that its interface was asked for. */
  readonly listed: string[] = [];
  /** What each server was sent as authorisation, in order; undefined for a request without. */
  readonly authorisations: { readonly hub: (string | undefined)[]; readonly store: (string | undefined)[] } =
    {
      hub: [],
      store: [],
    };
  /** Whether the second server sends an ETag. */
  sendsEtag = true;
  /** Where the hub leads; to the object when unset. */
  leadsTo: string | undefined;
  /** Called when a server has begun to be silent. */
  onSilence: () => void = () => undefined;

  #content: Buffer;
  #sha256: string;

  private constructor(
    content: Buffer,
    private readonly hub: Server,
    private readonly store: Server,
  ) {
    this.#content = content;
    this.#sha256 = sha256Of(content);
  }

  static async start(content: Buffer): Promise<FakeHub> {
    const servers = [createServer(), createServer()] as const;
    for (const server of servers) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
    const hub = new FakeHub(content, ...servers);
    servers[0].on('request', (request: IncomingMessage, response: ServerResponse) => {
      hub.#lead(request, response);
    });
    servers[1].on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => void hub.#serve(request, response),
    );
    return hub;
  }

  async close(): Promise<void> {
    for (const server of [this.hub, this.store]) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  }

  get address(): string {
    return `${origin(this.hub)}${FILE_PATH}`;
  }

  get hosts(): readonly string[] {
    return [this.hub, this.store].map((server) => new URL(origin(server)).host);
  }

  get content(): Buffer {
    return this.#content;
  }

  /** Another file under the same address. */
  set content(content: Buffer) {
    this.#content = content;
    this.#sha256 = sha256Of(content);
  }

  get sha256(): string {
    return this.#sha256;
  }

  /** Bytes of the file that each answer but the first sends once more. */
  get repeated(): readonly number[] {
    return this.asked.slice(1).map(({ from }, index) => {
      const { from: start, sent } = this.asked[index] ?? { from: 0, sent: 0 };
      return Math.max(0, start + sent - from);
    });
  }

  /** The folder's only file, as the interface lists it, with changes to what is said of its content. */
  list(lfs: object = {}): void {
    const size = this.content.length;
    const content = { oid: this.sha256, size, pointerSize: 134, ...lfs };
    this.listing = JSON.stringify([
      { type: 'file', oid: 'a'.repeat(40), size, path: 'model.gguf', lfs: content },
    ]);
  }

  #lead({ url = '', headers: { authorization } }: IncomingMessage, response: ServerResponse): void {
    this.authorisations.hub.push(authorization);
    const other = this.#otherAnswer(url, authorization);
    if (other !== undefined) {
      answer(response, other);
      return;
    }
    if (url !== FILE_PATH) {
      answer(response, { kind: 'answer', status: 404 });
      return;
    }
    const object = {
      'x-linked-etag': `"${this.sha256}"`,
      'x-linked-size': String(this.content.length),
      'x-repo-commit': 'c0ffee',
    };
    response.writeHead(302, {
      location: this.leadsTo ?? `${origin(this.store)}${OBJECT_PATH}`,
      ...(this.saysObject ? object : {}),
    });
    response.end();
  }

  /** Whatever it says instead of where the object is. */
  #otherAnswer(
    url: string,
    authorization: string | undefined,
  ): Extract<Fault, { kind: 'answer' }> | undefined {
    if (this.wantsToken !== undefined && authorization !== `Bearer ${this.wantsToken}`) {
      const headers = authorization === undefined ? { 'x-error-code': 'GatedRepo' } : undefined;
      return { kind: 'answer', status: 401, ...(headers === undefined ? {} : { headers }) };
    }
    if (url.startsWith('/api/')) {
      this.listed.push(url);
      return this.listing === undefined ? undefined : { kind: 'answer', status: 200, body: this.listing };
    }
    const file = this.files.get(url);
    return file === undefined ? this.hubAnswer : { kind: 'answer', status: 200, body: file };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.faults.shift();
    const asked = this.#read(request, fault);
    this.asked.push(asked);
    this.authorisations.store.push(request.headers.authorization);
    const total = this.content.length;
    if (fault?.kind === 'answer') {
      answer(response, fault);
    } else if (asked.from > 0 && asked.from >= total) {
      answer(response, { kind: 'answer', status: 416, headers: { 'content-range': `bytes */${total}` } });
    } else {
      const start = fault?.kind === 'wrongRange' ? asked.from - 1 : asked.from;
      const rest = this.content.subarray(start);
      const bytes = fault?.kind === 'tooLong' ? Buffer.concat([rest, Buffer.alloc(10)]) : rest;
      response.writeHead(asked.from > 0 ? 206 : 200, this.#headers(asked.from, start, fault));
      await this.#send(bytes, fault, { response, asked });
    }
  }

  #read({ url = '', headers }: IncomingMessage, fault: Fault | undefined): Asked {
    const { range, 'if-range': ifRange } = headers;
    const isAnother = ifRange !== undefined && ifRange !== this.#etag;
    const from = Number(/^bytes=(\d+)-$/u.exec(range ?? '')?.[1] ?? 0);
    return {
      path: url,
      from: fault?.kind === 'noRanges' || isAnother ? 0 : from,
      ifRange: ifRange?.toString(),
      sent: 0,
    };
  }

  get #etag(): string {
    return `"${this.sha256.slice(0, 32)}"`;
  }

  #headers(from: number, start: number, fault: Fault | undefined): OutgoingHttpHeaders {
    const total = this.content.length;
    // A length that is not kept is an error of the protocol; without one the end of the answer counts.
    const hasLength = fault?.kind !== 'cutOff' && fault?.kind !== 'tooLong';
    return {
      ...(this.sendsEtag ? { etag: this.#etag } : {}),
      ...(from > 0 ? { 'content-range': `bytes ${start}-${total - 1}/${total}` } : {}),
      ...(hasLength ? { 'content-length': total - start } : {}),
    };
  }

  async #send(
    bytes: Buffer,
    fault: Fault | undefined,
    { response, asked }: { response: ServerResponse; asked: Asked },
  ): Promise<void> {
    const end = fault !== undefined && 'after' in fault ? Math.min(fault.after, bytes.length) : bytes.length;
    for (let at = 0; at < end && !response.destroyed; at += CHUNK_BYTES) {
      const chunk = bytes.subarray(at, Math.min(end, at + CHUNK_BYTES));
      await new Promise((resolve) => {
        response.once('close', resolve);
        response.write(chunk, () => {
          response.off('close', resolve);
          resolve(undefined);
        });
      });
      asked.sent += chunk.length;
    }
    if (fault?.kind === 'break') {
      response.destroy();
    } else if (fault?.kind === 'silence') {
      response.flushHeaders();
      this.onSilence();
    } else {
      response.end();
    }
  }
}

/** A page as a proxy or a sign-in answers it instead of a file. */
export const webPage: Fault = {
  kind: 'answer',
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: PAGE,
};

function answer(
  response: ServerResponse,
  { status, headers = {}, body = '' }: Extract<Fault, { kind: 'answer' }>,
): void {
  response.writeHead(status, headers).end(body);
}

function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function origin(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
