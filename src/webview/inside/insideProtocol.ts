/** The messages between the page about a model file and its host. */

/** Of a text whose tokens are asked for. */
export const MAX_TRIED_CHARACTERS = 8192;

/** From the page. */
export type InsidePageMessage =
  | { readonly action: 'cut'; readonly requestId: number; readonly text: string }
  | { readonly action: 'takeSelection' };

/** A token and what it stands for, with nothing in it that acts on what shows it. */
export interface ShownPiece {
  readonly id: number;
  readonly text: string;
}

/** To the page. What answers a text that is no longer there is dropped by its `requestId`. */
export type InsideHostMessage =
  | {
      readonly kind: 'pieces';
      readonly requestId: number;
      /** As many as the page shows. */
      readonly pieces: readonly ShownPiece[];
      /** How many there are, in words. */
      readonly summary: string;
    }
  /** Why there is nothing to show. */
  | { readonly kind: 'problem'; readonly requestId?: number; readonly message: string }
  | { readonly kind: 'selection'; readonly text: string };
