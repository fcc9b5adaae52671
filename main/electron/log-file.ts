/** The log of the engine process: what it prints, and when it ended. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Bytes; at the next start a longer log becomes the old one, and the one before that is gone. */
const LONG = 5_000_000;

export function openLog(path: string): (text: string) => void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LONG) renameSync(path, `${path}.old`);
  } catch (error) {
    console.error(`${path} cannot be used as log:`, error);
  }
  return (text) => {
    try {
      appendFileSync(path, text);
    } catch {
      // A full disk must not end the app; the engine says by itself that it cannot save.
    }
  };
}
