/** Small pictures, each different from all others. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** Width in pixels of the widest; the narrowest is one pixel wide. */
export const WIDEST = 64;

/** Writes so many PNG files into folders of `each` (the last may have fewer). Answers the folders. */
export async function makePictures(folder: string, count: number, each: number): Promise<string[]> {
  const folders: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const into = join(folder, `part-${Math.floor(at / each)}`);
    if (at % each === 0) {
      await mkdir(into, { recursive: true });
      folders.push(into);
    }
    const background = { r: at & 255, g: (at >> 8) & 255, b: (at >> 16) & 255 };
    const picture = sharp({
      create: { width: 1 + (at % WIDEST), height: 4, channels: 3, background },
    });
    await writeFile(join(into, `${at}.png`), await picture.png({ compressionLevel: 0 }).toBuffer());
  }
  return folders;
}
