/** Whether an error is nothing but the user's own decision to stop. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
