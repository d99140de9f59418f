import { ConvertError } from './convertError.ts';

/** Makes the system's error of a file that can't be opened or read one for the user. */
export function refuseUnreadable(file: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    throw new ConvertError('unreadable', { path: file, reason: error.code ?? error.message });
  };
}
