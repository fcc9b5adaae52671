/** Many pictures that differ in their bytes, made as fast as they are written. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

const plain = await sharp({ create: { width: 24, height: 16, channels: 3, background: '#468' } })
  .jpeg()
  .toBuffer();

/** A JPEG whose comment makes it another content. */
export function numberedPicture(number: number): Buffer {
  const text = String(number).padStart(12, '0');
  const comment = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
  return Buffer.concat([plain.subarray(0, 2), comment, Buffer.from(text, 'latin1'), plain.subarray(2)]);
}

/** Puts pictures number 0 to `count` into folders of a hundred. */
export function putMany(root: string, count: number): void {
  for (let number = 0; number < count; number += 1) {
    const path = join(root, `day ${Math.floor(number / 100)}`, `${number}.jpg`);
    if (number % 100 === 0) mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, numberedPicture(number));
  }
}
