import { bytesOf } from './sizesOf.ts';
import { type ModelUse } from './memoryNeed.ts';
import { type Offer } from './offers.ts';

/**
 * Why an offer is recommended: `largestFastEnough`, the largest of those that are quick enough here; `fastest`, as none
 * is; `smallest`, as the machine has not been measured yet.
 */
export type RecommendationReason = 'largestFastEnough' | 'fastest' | 'smallest';

/** One model for one use. */
export interface Recommendation {
  readonly offer: Offer;
  readonly reason: RecommendationReason;
}

/** Tokens a second below which a use is no pleasure: a completion has to outrun typing, a chat reading. */
const FAST_ENOUGH: Readonly<Record<ModelUse, { readonly decode: number; readonly prefill: number }>> = {
  completion: { decode: 20, prefill: 200 },
  chat: { decode: 8, prefill: 50 },
};
/** Files of more bits a weight are slower and hardly better. */
const MOST_BITS = 9;
/** Files of fewer are clearly worse. */
const FEWEST_BITS = 4;

/**
 * The offer for a use: what is made for it, fits now (or at least when other programs make room), is not for research
 * alone, and is the best that is quick enough. Undefined where nothing fits.
 *
 * @param offers made for this use
 */
export function recommend(offers: readonly Offer[], use: ModelUse): Recommendation | undefined {
  const made = offers.filter(
    (offer) => isMadeFor(offer, use) && isUsual(offer) && !offer.licence.researchOnly,
  );
  const fitting = made.filter(({ verdict }) => verdict.fit === 'fits');
  const candidates = fitting.length > 0 ? fitting : made.filter(({ verdict }) => verdict.fit === 'tight');
  if (candidates.length === 0) {
    return undefined;
  }
  const measured = candidates.filter((offer) => offer.speed !== undefined);
  if (measured.length === 0) {
    return { offer: best(candidates, (offer) => -bytesOf(offer.file)), reason: 'smallest' };
  }
  const quick = measured.filter((offer) => isFastEnough(offer, use));
  return quick.length > 0
    ? {
        offer: best(quick, (offer) => offer.model.parameters + bytesOf(offer.file) / 1e12),
        reason: 'largestFastEnough',
      }
    : { offer: best(measured, (offer) => offer.speed?.decode ?? 0), reason: 'fastest' };
}

function isMadeFor({ model }: Offer, use: ModelUse): boolean {
  return use === 'chat' ? model.suits.chat === 'yes' : model.suits.completion === 'fillInTheMiddle';
}

function isUsual({ model, file }: Offer): boolean {
  const bits = (bytesOf(file) * 8) / model.parameters;
  return bits <= MOST_BITS && bits >= FEWEST_BITS;
}

function isFastEnough({ speed }: Offer, use: ModelUse): boolean {
  const { decode, prefill } = FAST_ENOUGH[use];
  return speed !== undefined && speed.decode >= decode && speed.prefill >= prefill;
}

function best(offers: readonly Offer[], worth: (offer: Offer) => number): Offer {
  return offers.reduce((most, offer) => (worth(offer) > worth(most) ? offer : most));
}
