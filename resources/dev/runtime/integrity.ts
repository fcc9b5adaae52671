import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { SetupError } from '../setup-error.ts';

/** The `sha512-<base64>` of a file, read as a stream. */
export async function fileIntegrity(path: string): Promise<string> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return `sha512-${hash.digest('base64')}`;
}

/**
 * Refuses a file whose content is not exactly the expected one.
 * @param expected `sha512-<base64>`
 * @param what names the file for a person
 */
export async function verifyIntegrity(path: string, expected: string, what: string): Promise<void> {
  const actual = await fileIntegrity(path);
  if (actual === expected) return;
  throw new SetupError(
    `${what} is refused: its content is not the one this project was checked against ` +
      `(expected ${expected}, got ${actual}). The download may be damaged: try again, and if it stays so, ` +
      'ask whoever runs the npm registry. Nothing of it was kept.',
  );
}
