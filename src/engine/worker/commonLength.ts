import { type TokenId } from './nativeRuntime.ts';

/** How many tokens two texts begin with in common. */
export function commonLength(one: readonly TokenId[], other: readonly TokenId[]): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) {
    length++;
  }
  return length;
}
