/** Masks as data URLs of PNG files, as they are on the wire. */
import { fromBase64, toBase64 } from '../../bytes/base64.ts';
import { SluiceError } from '../../errors.ts';
import type { Mask } from '../../geometry/mask/mask.ts';
import { readMaskPng } from './read.ts';
import { writeMaskPng } from './write.ts';

const HEAD = 'data:image/png;base64,';

export function writeMaskUrl(mask: Mask): string {
  return HEAD + toBase64(writeMaskPng(mask));
}

/** @throws SluiceError `invalid-input` that says what is wrong with it */
export function readMaskUrl(url: string): Mask {
  const bytes = url.startsWith(HEAD) ? fromBase64(url, HEAD.length) : null;
  if (bytes) return readMaskPng(bytes);
  throw new SluiceError('invalid-input', 'A mask must be a PNG as "data:image/png;base64,…".');
}
