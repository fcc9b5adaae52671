/** Small real pictures as files. */
import { join } from 'node:path';
import sharp from 'sharp';

/** Writes a picture of 40 x 30 pixels, of the given amount of red, and gives its path. */
export async function picture(folder: string, name: string, red: number): Promise<string> {
  const path = join(folder, name);
  const create = { width: 40, height: 30, channels: 3, background: { r: red, g: 0, b: 0 } } as const;
  await sharp({ create }).png().toFile(path);
  return path;
}
