/** Whether two tensors have the same shape to ggml, for which trailing dimensions of 1 do not matter. */
export function isSameShape(one: readonly number[], other: readonly number[]): boolean {
  return normalised(one) === normalised(other);
}

function normalised(dimensions: readonly number[]): string {
  return dimensions.join('×').replace(/(×1)+$/u, '');
}
