/** Files that grow part by part and go on after a crash. */
import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { SluiceError } from '#core/errors.ts';

/**
 * Writes behind the first `from` bytes of the file, where nothing else is left, and answers how long it is then: on disk.
 * @throws SluiceError `disk-full`, `io`.
 */
export function append(path: string, from: number, bytes: Uint8Array): number {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, from === 0 ? 'w' : 'r+');
    try {
      ftruncateSync(file, from);
      let written = 0;
      while (written < bytes.length) {
        written += writeSync(file, bytes, written, bytes.length - written, from + written);
      }
      fsyncSync(file);
      return from + written;
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    const full = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
    const message = full
      ? 'The disk is full: the export waits until there is room.'
      : 'The file of an export cannot be written.';
    throw new SluiceError(full ? 'disk-full' : 'io', message, { path }, { cause });
  }
}
