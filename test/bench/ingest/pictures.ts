/** Many small pictures, each of other bytes, made once and kept in the system's temporary folder. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { USUAL_TIMING } from '#engine/ingest/timing.ts';

const SIDE = 160;
/** Pictures in a folder. */
const PER_FOLDER = 1000;

/**
 * A folder of so many JPEG files of 17 KB, in folders of a thousand. They differ in a comment, which is enough for the
 * hash to differ and costs nothing to make.
 */
export async function picturesFolder(count: number): Promise<string> {
  const folder = join(tmpdir(), 'sluice-bench-pictures', String(count));
  if (existsSync(folder)) return folder;
  const making = `${folder}-making`;
  rmSync(making, { recursive: true, force: true });
  const picture = await onePicture();
  for (let at = 0; at < count; at += 1) {
    const place = join(making, `day ${String(Math.floor(at / PER_FOLDER)).padStart(3, '0')}`);
    if (at % PER_FOLDER === 0) mkdirSync(place, { recursive: true });
    const name = `${count}-${String(at).padStart(6, '0')}`;
    writeFileSync(join(place, `${name}.jpg`), withComment(picture, name));
  }
  renameSync(making, folder);
  // A picture of this moment may be one that is still being written, which is not what is measured.
  await delay(USUAL_TIMING.settledMs + 1000);
  return folder;
}

async function onePicture(): Promise<Buffer> {
  const noise = Buffer.alloc(SIDE * SIDE * 3);
  for (let at = 0; at < noise.length; at += 1) noise[at] = (at * 7919 + ((at * at) >> 5)) & 255;
  return await sharp(noise, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .jpeg()
    .toBuffer();
}

function withComment(picture: Buffer, text: string): Buffer {
  const head = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
  return Buffer.concat([picture.subarray(0, 2), head, Buffer.from(text, 'latin1'), picture.subarray(2)]);
}
