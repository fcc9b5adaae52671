/**
 * Makes test clips with ffmpeg, once, and keeps them in node_modules/.cache.
 */
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/sluice-clips', import.meta.url));

/**
 * Path of a clip; `make` writes it when it is not in the cache. `key` names everything that it depends on: another
 * key is another folder.
 */
export async function cachedClip(
  key: string,
  file: string,
  make: (output: string) => Promise<void>,
): Promise<string> {
  const folder = join(CACHE, createHash('sha256').update(key).digest('hex').slice(0, 12));
  const path = join(folder, file);
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  // Test files run side by side: each makes its own copy, the last one to finish wins.
  const passing = join(folder, `.${randomUUID()}${extname(path)}`);
  await make(passing);
  await rename(passing, path);
  return path;
}

/** Runs ffmpeg; the last argument is the file that it writes. */
export async function makeWithFfmpeg(ffmpeg: string, args: readonly string[]): Promise<void> {
  const child = spawn(ffmpeg, ['-nostdin', '-v', 'error', '-y', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code] = await once(child, 'close');
  const output = args.at(-1) ?? '';
  if (code === 0 && (await stat(output)).size > 0) return;
  await rm(output, { force: true });
  throw new Error(`A test clip could not be made: ${errors}`);
}

/** Writes a display matrix of 90 degrees clockwise into the track header, as a phone held upright does. */
export function turnOnItsSide(bytes: Buffer): Buffer {
  const turned = Buffer.from(bytes);
  const header = turned.indexOf('tkhd');
  const matrix = [0, 0x10000, 0, 0xffff0000, 0, 0, 0, 0, 0x40000000];
  for (const [position, value] of matrix.entries()) turned.writeUInt32BE(value, header + 44 + position * 4);
  return turned;
}
