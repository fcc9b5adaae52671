/** Small pictures of which every byte is known, so that a test can tell what must become of a file that holds them. */
import { extname } from 'node:path';
import sharp from 'sharp';

/** `item`: a whole picture; `problem`: it should be one and is not; `foreign`: nothing that anybody looks for. */
export type Verdict = 'item' | 'problem' | 'foreign';

export type Contents = {
  /** The whole bytes of a picture; any number is one. */
  whole(nth: number): Buffer;
  /** What is there of a copy of it that is under way. */
  half(nth: number): Buffer;
  /** True for a picture that is whole, whatever follows it. */
  isWhole(bytes: Buffer): boolean;
  /** What must become of a file of these bytes and this name. */
  judge(bytes: Buffer, name: string): Verdict;
};

/** Other bytes after the end of a picture make another content, and no other picture. */
export const TAIL = Buffer.from('after the end');
export const WORDS = Buffer.from('These are words.');

/** @param distinct how many pictures there are: few, and the same content is often in several places */
export async function makeContents(distinct: number): Promise<Contents> {
  const pictures = await Promise.all(Array.from({ length: distinct }, (_, nth) => draw(nth)));
  const whole = (nth: number) => pictures[nth % distinct] ?? Buffer.alloc(0);
  const isWhole = (bytes: Buffer) => pictures.some((one) => one.equals(bytes.subarray(0, one.length)));
  return {
    whole,
    half: (nth) => whole(nth).subarray(0, whole(nth).length / 2),
    isWhole,
    judge(bytes, name) {
      if (isWhole(bytes)) return 'item';
      const begins = pictures.some(
        (one) => bytes.length > 16 && one.subarray(0, 16).equals(bytes.subarray(0, 16)),
      );
      return begins || /^\.(?:png|jpg)$/i.test(extname(name)) ? 'problem' : 'foreign';
    },
  };
}

/** Every third is a JPEG, and every sixth of the pictures stands on its side. */
async function draw(nth: number): Promise<Buffer> {
  const background = { r: (nth * 40) % 256, g: 255 - ((nth * 30) % 256), b: nth };
  const picture = sharp({ create: { width: 16 + nth, height: 12, channels: 3, background } });
  if (nth % 3 !== 2) return await picture.png().toBuffer();
  return await (nth % 6 === 5 ? picture.withMetadata({ orientation: 6 }) : picture).jpeg().toBuffer();
}
