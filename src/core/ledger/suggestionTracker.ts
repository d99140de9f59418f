import { type OffsetRange, type TextChange } from '../text/trackedRange.ts';
import { type Counts, oneOfConfidence } from './counts.ts';
import { CHECKS_MS, KeptText } from './keptText.ts';
import { oneOfLatency } from './latencyHistogram.ts';
import { type Inserted, Offer, type OfferedSuggestion } from './offer.ts';
import { survivingShare } from './survivingShare.ts';
import { type Tally } from './tally.ts';

/** Items whose command may still come: the editor runs it at once, and never for one that was long ago. */
const MOST_ITEMS = 64;
/**
 * A key that ends a suggestion sooner was on its way before anybody had read it: to see something and to press a key takes
 * a quarter of a second.
 */
const HURRY_MS = 250;
/** Accepted texts of a document that are followed at once; nobody takes more within five minutes. */
const MOST_KEPT = 200;

interface Followed {
  offer: Offer | undefined;
  kept: readonly KeptText[];
}

/** The text of a part of a document; undefined when the document is not open any more. */
export type ReadText = (documentId: string, range: OffsetRange) => string | undefined;

/**
 * Learns from what it is told whether suggestions were taken, and how much of them is still there later. Stable
 * interfaces of the editor tell the whole acceptance by a command; that of a part is inferred from the edit. Time is
 * an argument, in milliseconds since 1970.
 */
export class SuggestionTracker {
  readonly #documents = new Map<string, Followed>();
  readonly #offers = new Map<number, { readonly offer: Offer; readonly documentId: string }>();

  constructor(
    private readonly tally: Tally,
    private readonly textOf: ReadText,
  ) {}

  /** A suggestion was handed to the editor; `itemId` comes back when it is accepted. */
  offered(itemId: number, suggestion: OfferedSuggestion, now: number): void {
    const { documentId, languageId, text, typedLength, latencyMs, confidence } = suggestion;
    const followed = this.#documents.get(documentId) ?? { offer: undefined, kept: [] };
    this.#documents.set(documentId, followed);
    this.#settle(followed, now);
    if (followed.offer?.continueWith(suggestion) !== true) {
      followed.offer = new Offer(suggestion, now);
      this.tally.add(now, languageId, {
        offered: 1,
        multilineOffered: followed.offer.isMultiline ? 1 : 0,
        charactersOffered: text.length - typedLength,
        latency: oneOfLatency(latencyMs),
        offeredByConfidence: oneOfConfidence(confidence),
      });
    }
    this.#offers.set(itemId, { offer: followed.offer, documentId });
    const [oldest] = this.#offers.keys();
    if (this.#offers.size > MOST_ITEMS && oldest !== undefined) {
      this.#offers.delete(oldest);
    }
  }

  /**
   * A document was edited: changes that were made at once, in offsets of the text before them. Says whether there is
   * something new to look up.
   */
  changed(documentId: string, changes: readonly TextChange[], isUndo: boolean, now: number): boolean {
    const followed = this.#documents.get(documentId);
    if (followed === undefined) {
      return false;
    }
    this.#settle(followed, now);
    const isBack = followed.kept.map((kept) => kept.follow(changes)).includes(true);
    const { offer } = followed;
    offer?.follow(changes, isUndo);
    if (offer?.isOver === true) {
      this.#judgeEnd(offer, isUndo, now);
    }
    if (offer?.lastInserted?.isPart !== true || offer.isTaken || isBack) {
      return false;
    }
    offer.pendingPart = offer.lastInserted;
    this.#keep(followed, offer.pendingPart, offer.languageId, now);
    return true;
  }

  /** The command of an item came, right after the edit that put its text in. */
  accepted(itemId: number, now: number): void {
    const { offer, documentId } = this.#offers.get(itemId) ?? {};
    if (offer === undefined || documentId === undefined || offer.isTaken) {
      return;
    }
    const { pendingPart, lastInserted } = offer;
    offer.isTaken = true;
    offer.pendingPart = undefined;
    this.#count(offer, 'acceptedWhole', lastInserted, now);
    const followed = this.#documents.get(documentId);
    if (lastInserted === undefined || followed === undefined) {
      this.#countUnknown(offer.languageId, 0, now);
    } else if (pendingPart === undefined) {
      this.#keep(followed, lastInserted, offer.languageId, now);
    }
  }

  /** A document was closed: what became of its texts stays unknown, which is not the same as lost. */
  closed(documentId: string, now: number): void {
    const followed = this.#documents.get(documentId);
    if (followed === undefined) {
      return;
    }
    this.#settle(followed, now);
    for (const { languageId, checked } of followed.kept) {
      this.#countUnknown(languageId, checked, now);
    }
    this.#documents.delete(documentId);
  }

  /** Everything ends, as with the window. */
  closeAll(now: number): void {
    for (const documentId of [...this.#documents.keys()]) {
      this.closed(documentId, now);
    }
  }

  /** Looks up what is due, and counts the parts that no command followed. */
  check(now: number): void {
    for (const [documentId, followed] of this.#documents) {
      this.#settle(followed, now);
      for (const kept of followed.kept) {
        this.#look(documentId, kept, now);
      }
      followed.kept = followed.kept.filter(({ dueAt }) => dueAt !== undefined);
    }
  }

  /** When `check` has something to look up; undefined when there is nothing. */
  get nextDue(): number | undefined {
    const due = [...this.#documents.values()].flatMap(({ kept }) =>
      kept.map(({ dueAt }) => dueAt ?? Infinity),
    );
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** Follows nothing of what it knew. */
  forget(): void {
    this.#documents.clear();
    this.#offers.clear();
  }

  /** A part after which no command came was taken as a part. */
  #settle({ offer }: Followed, now: number): void {
    if (offer?.pendingPart !== undefined) {
      this.#count(offer, 'acceptedPartly', offer.pendingPart, now);
      offer.pendingPart = undefined;
    }
  }

  #count(
    offer: Offer,
    how: 'acceptedWhole' | 'acceptedPartly',
    inserted: Inserted | undefined,
    now: number,
  ): void {
    const first: Partial<Counts> = offer.isAccepted
      ? {}
      : {
          [how]: 1,
          multilineAccepted: offer.isMultiline ? 1 : 0,
          ...(offer.isOther ? {} : { acceptedByConfidence: oneOfConfidence(offer.confidence) }),
        };
    offer.isAccepted = true;
    this.#judge(offer, 'lookedAt', now);
    this.tally.add(now, offer.languageId, { ...first, charactersAccepted: inserted?.text.length ?? 0 });
  }

  /** What an undo takes away tells nothing. */
  #judgeEnd(offer: Offer, isUndo: boolean, now: number): void {
    if (isUndo) {
      offer.isJudged = true;
    }
    this.#judge(offer, now - offer.offeredAt < HURRY_MS ? 'hurriedPast' : 'lookedAt', now);
  }

  /** Once for each offer. */
  #judge(offer: Offer, how: 'hurriedPast' | 'lookedAt', now: number): void {
    if (!offer.isJudged) {
      offer.isJudged = true;
      this.tally.add(now, offer.languageId, { [how]: 1 });
    }
  }

  #keep(followed: Followed, inserted: Inserted, languageId: string, now: number): void {
    if (followed.kept.length < MOST_KEPT) {
      followed.kept = [...followed.kept, new KeptText(inserted, languageId, now)];
    } else {
      this.#countUnknown(languageId, 0, now);
    }
  }

  #look(documentId: string, kept: KeptText, now: number): void {
    while (kept.dueAt !== undefined && kept.dueAt <= now) {
      const text = this.textOf(documentId, kept.range);
      const share = text === undefined ? undefined : survivingShare(kept.text, text);
      this.tally.add(now, kept.languageId, keptCounts(kept.checked, share));
      kept.checked += 1;
    }
  }

  #countUnknown(languageId: string, checked: number, now: number): void {
    for (let check = checked; check < CHECKS_MS.length; check += 1) {
      this.tally.add(now, languageId, keptCounts(check, undefined));
    }
  }
}

function keptCounts(check: number, share: number | undefined): Partial<Counts> {
  if (check === 0) {
    return share === undefined ? { unknownAfter30s: 1 } : { knownAfter30s: 1, keptAfter30s: share };
  }
  return share === undefined ? { unknownAfter5min: 1 } : { knownAfter5min: 1, keptAfter5min: share };
}
