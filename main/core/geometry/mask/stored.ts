/** Masks of annotations: runs are what is stored, PNG files are read as well. */
import { isSluiceError } from '../../errors.ts';
import { readMaskUrl } from '../../formats/png/data-url.ts';
import type { Geometry } from '../../model/annotation.ts';
import { emptyMask, type Mask } from './mask.ts';
import { readMaskText, writeMaskText } from './text.ts';

export type MaskGeometry = Extract<Geometry, { type: 'binary' }>;

/** In place of the text of a mask that is not stored yet. */
const LIVE = '';

/** Read once: geometry never changes, and a screen asks for the mask of one in every frame. */
const known = new WeakMap<MaskGeometry, Mask>();

/** The mask of an annotation. What cannot be read marks nothing, and stays as it is stored. */
export function maskOf(geometry: MaskGeometry): Mask {
  const before = known.get(geometry);
  if (before) return before;
  const mask = readStored(geometry.coordinates);
  known.set(geometry, mask);
  return mask;
}

export function maskGeometry(mask: Mask): MaskGeometry {
  const geometry: MaskGeometry = { type: 'binary', coordinates: writeMaskText(mask) };
  known.set(geometry, mask);
  return geometry;
}

/** A mask that changes with the hand: of a mask like others but without its text, which takes time to write. */
export function liveMask(mask: Mask): MaskGeometry {
  const geometry: MaskGeometry = { type: 'binary', coordinates: LIVE };
  known.set(geometry, mask);
  return geometry;
}

/** As it is stored. */
export function settledMask(geometry: MaskGeometry): MaskGeometry {
  return geometry.coordinates === LIVE ? maskGeometry(maskOf(geometry)) : geometry;
}

function readStored(text: string): Mask {
  const mask = readMaskText(text);
  if (mask) return mask;
  try {
    return readMaskUrl(text);
  } catch (error) {
    if (isSluiceError(error, 'invalid-input')) return emptyMask({ width: 1, height: 1 });
    throw error;
  }
}
