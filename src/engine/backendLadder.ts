import { BACKENDS, type Backend } from './protocol.ts';

/** One way to run the engine: a back end and the folder that holds its binary. */
export interface BackendCandidate {
  readonly backend: Backend;
  /** Path of the engine's entry file. */
  readonly entry: string;
}

/** Why a back end is not used. */
export interface BadBackend {
  readonly backend: Backend;
  readonly reason: string;
  /** Driver and extension version it failed with: another driver deserves another try. */
  readonly fingerprint: string;
}

/** Keeps bad back ends between sessions. */
export interface BadBackendStore {
  read(): readonly BadBackend[];
  write(bad: readonly BadBackend[]): void;
}

/** What was passed over on the way to the chosen back end, for the log and the diagnostics. */
export interface SkippedBackend {
  readonly backend: Backend;
  readonly reason: string;
}

export interface BackendChoice {
  readonly candidate: BackendCandidate | undefined;
  readonly skipped: readonly SkippedBackend[];
}

/** Picks the best back end that is present, wanted and not known to be bad. The CPU is never bad. */
export class BackendLadder {
  /** What failed in this session; some of it, such as too little video memory for one model, is not stored. */
  readonly #sessionFailures = new Map<Backend, string>();

  constructor(
    private readonly candidates: readonly BackendCandidate[],
    private readonly store: BadBackendStore,
    private readonly fingerprintOf: (backend: Backend) => string,
    /** Why a back end need not even be tried; asked each time. */
    private readonly absenceOf: (backend: Backend) => string | undefined = () => undefined,
  ) {}

  /** `wanted`: the user's setting; the CPU stays the last resort for every choice. */
  choose(wanted: Backend | 'auto'): BackendChoice {
    const skipped: SkippedBackend[] = [];
    for (const backend of BACKENDS) {
      const reason = this.#reasonAgainst(backend, wanted);
      const candidate = this.candidates.find((one) => one.backend === backend);
      if (candidate !== undefined && reason === undefined) {
        return { candidate, skipped };
      }
      if (candidate !== undefined || wanted === backend) {
        skipped.push({ backend, reason: reason ?? 'no binary for it is installed' });
      }
    }
    return { candidate: undefined, skipped };
  }

  /** Remembers that a back end failed for good, until its driver or this extension changes. */
  markBad(backend: Backend, reason: string): void {
    this.skipForSession(backend, reason); // even where nothing can be stored, it is not tried again and again
    if (backend !== 'cpu') {
      const others = this.store.read().filter((bad) => bad.backend !== backend);
      this.store.write([...others, { backend, reason, fingerprint: this.fingerprintOf(backend) }]);
    }
  }

  /** Passes a back end over until the engine's settings change. */
  skipForSession(backend: Backend, reason: string): void {
    if (backend !== 'cpu') {
      this.#sessionFailures.set(backend, reason);
    }
  }

  /** The settings changed: what failed for this session may work now. */
  forgetSession(): void {
    this.#sessionFailures.clear();
  }

  /** The user wants every back end tried again. */
  forgetAll(): void {
    this.forgetSession();
    this.store.write([]);
  }

  #reasonAgainst(backend: Backend, wanted: Backend | 'auto'): string | undefined {
    if (backend === 'cpu') {
      return undefined;
    }
    if (wanted !== 'auto' && wanted !== backend) {
      return `the setting asks for ${wanted}`;
    }
    const absence = this.absenceOf(backend);
    if (absence !== undefined) {
      return absence;
    }
    const bad = this.store
      .read()
      .find((one) => one.backend === backend && one.fingerprint === this.fingerprintOf(backend));
    return bad?.reason ?? this.#sessionFailures.get(backend);
  }
}
