/** What masks look like from outside, in the two forms in which they are stored. */

/** Runs of pixels, as masks are stored: the size of the picture, then the runs (geometry/mask/text.ts). */
export const MASK_TEXT = /^rle:([1-9]\d{0,5})x([1-9]\d{0,5}):([A-Za-z0-9+/]*={0,2})$/;

/** A PNG as a data URL, as it is on the wire and was stored in the past: the mask is where it is not transparent. */
export const MASK_URL = /^data:image\/png;base64,[A-Za-z0-9+/]+={0,2}$/;
