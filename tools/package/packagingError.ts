/** A reason why no package can be made, worded for the person who runs the tool: one line that says what to do. */
export class PackagingError extends Error {
  override readonly name = 'PackagingError';
}
