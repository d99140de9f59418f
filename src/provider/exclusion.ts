/** Why a document gets no completions at all. */
export type Exclusion =
  | { readonly kind: 'switchedOff' }
  | { readonly kind: 'languageOff'; readonly languageId: string }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'gitignored' }
  | { readonly kind: 'notText' };
