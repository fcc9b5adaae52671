/**
 * Is a file a picture or a video? By its first bytes; by its extension when those say nothing.
 */
import { open, stat } from 'node:fs/promises';
import { extname } from 'node:path';

export type MediaKind = {
  readonly kind: 'image' | 'video' | 'unknown';
  readonly mimetype: string;
  /** What decided. */
  readonly by: 'header' | 'extension' | 'nothing';
};

const IMAGE_EXTENSIONS: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  bmp: 'image/bmp',
  gif: 'image/gif',
  heic: 'image/heic',
  heif: 'image/heif',
  jpe: 'image/jpeg',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  webp: 'image/webp',
};

/** No `ts`: most files of that name are TypeScript, so a transport stream has to show its header. */
const VIDEO_EXTENSIONS: Readonly<Record<string, string>> = {
  '3gp': 'video/3gpp',
  asf: 'video/x-ms-asf',
  avi: 'video/x-msvideo',
  flv: 'video/x-flv',
  m2ts: 'video/mp2t',
  m4v: 'video/mp4',
  mkv: 'video/x-matroska',
  mov: 'video/quicktime',
  mp4: 'video/mp4',
  mpeg: 'video/mpeg',
  mpg: 'video/mpeg',
  mts: 'video/mp2t',
  ogv: 'video/ogg',
  vob: 'video/mpeg',
  webm: 'video/webm',
  wmv: 'video/x-ms-wmv',
};

const UNKNOWN: MediaKind = { kind: 'unknown', mimetype: 'application/octet-stream', by: 'nothing' };

/** Two packets of a transport stream with time codes fit; the doctype of a WebM too. */
const HEADER_BYTES = 1024;

/**
 * Kind and media type of a file. Never opens a pipe or a device (reading one may wait for ever): those are
 * `unknown`. Throws what the file system throws for a file that is missing or may not be read.
 */
export async function mediaKind(path: string): Promise<MediaKind> {
  if (!(await stat(path)).isFile()) return UNKNOWN;
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return sniffHeader(buffer.subarray(0, bytesRead)) ?? kindByExtension(path);
  } finally {
    await handle.close();
  }
}

/** What a file's name alone promises. */
export function kindByExtension(path: string): MediaKind {
  const extension = extname(path).slice(1).toLowerCase();
  const image = IMAGE_EXTENSIONS[extension];
  if (image) return { kind: 'image', mimetype: image, by: 'extension' };
  const video = VIDEO_EXTENSIONS[extension];
  return video ? { kind: 'video', mimetype: video, by: 'extension' } : UNKNOWN;
}

/** What the first bytes of a file say, or null. */
export function sniffHeader(header: Buffer): MediaKind | null {
  const image = imageType(header);
  if (image) return { kind: 'image', mimetype: image, by: 'header' };
  const video = videoType(header);
  return video ? { kind: 'video', mimetype: video, by: 'header' } : null;
}

function imageType(header: Buffer): string | null {
  const ascii = (from: number, to: number) => header.toString('latin1', from, to);
  if (ascii(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (/^GIF8[79]a$/.test(ascii(0, 6))) return 'image/gif';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp';
  if (ascii(0, 4) === 'II*\0' || ascii(0, 4) === 'MM\0*') return 'image/tiff';
  if (ascii(0, 2) === 'BM' && header.length >= 26 && header.readUInt32LE(6) === 0) return 'image/bmp';
  if (ascii(4, 8) !== 'ftyp') return null;
  if (/^avi[fs]$/.test(ascii(8, 12))) return 'image/avif';
  return /^(?:hei[cxms]|hev[cx]|mif1|msf1)$/.test(ascii(8, 12)) ? 'image/heic' : null;
}

function videoType(header: Buffer): string | null {
  const ascii = (from: number, to: number) => header.toString('latin1', from, to);
  if (ascii(4, 8) === 'ftyp') return isoType(ascii(8, 12));
  if (/^(?:moov|mdat|wide|free)$/.test(ascii(4, 8))) return 'video/quicktime';
  if (ascii(0, 4) === '\x1aE\xdf\xa3') return /webm/.test(ascii(4, 64)) ? 'video/webm' : 'video/x-matroska';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'AVI ') return 'video/x-msvideo';
  if (ascii(0, 3) === 'FLV') return 'video/x-flv';
  if (ascii(0, 4) === '0&\xb2u') return 'video/x-ms-asf';
  if (ascii(0, 4) === '\0\0\x01\xba') return 'video/mpeg';
  if (ascii(0, 4) === 'OggS') return /theora|OVP80/.test(ascii(4, 512)) ? 'video/ogg' : null;
  return hasSync(header, 0, 188) || hasSync(header, 4, 192) ? 'video/mp2t' : null;
}

function isoType(brand: string): string | null {
  if (brand === 'qt  ') return 'video/quicktime';
  if (brand.startsWith('3g')) return 'video/3gpp';
  return /^M4[AB] $/.test(brand) ? null : 'video/mp4';
}

/** Three packets of a transport stream in a row, each begun by its sync byte. */
function hasSync(header: Buffer, start: number, packet: number): boolean {
  return [0, 1, 2].every((position) => header[start + position * packet] === 0x47);
}
