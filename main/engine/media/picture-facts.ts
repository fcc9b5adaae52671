/** Reads a picture file to its end and tells what its items will be: one, or one for each of its pages or frames. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PictureFacts, PictureLevels } from '#core/model/picture.ts';
import { type ImageProbe, imageError, probeImage } from './image.ts';
import { type Deep, isDeep, levelsOf, readSamples } from './levels.ts';
import { decodeFrame, listPages, type PageSize } from './pages.ts';
import { loadSharp } from './sharp.ts';
import type { MediaTools } from './tools.ts';

export type PictureRead = {
  readonly mimetype: string;
  /** Upright pixels. */
  readonly width: number;
  readonly height: number;
  /** Null for an ordinary picture that is alone in its file. */
  readonly facts: PictureFacts | null;
  /** In the shape of the reference system. */
  readonly system: Readonly<Record<string, unknown>>;
};

export type FactReaders = {
  /** Looked for only when FFmpeg is needed. */
  readonly tools: () => Promise<MediaTools>;
  /** Looks at the numbers of a picture, at most so many pixels: tens of milliseconds in which a thread does nothing else. */
  readonly levels?: (path: string, deep: Deep, most: number) => Promise<PictureLevels>;
};

async function levelsHere(path: string, deep: Deep, most: number): Promise<PictureLevels> {
  return levelsOf(await readSamples(path, deep, most), deep.depth);
}

/** Pixels up to which every value is looked at; of larger pictures, so many of them. */
const MOST_LOOKED_AT = 16_000_000;
/** With many pages, fewer values of each say enough, and keep a thick document from taking minutes. */
const MOST_OF_A_PAGE = 1_000_000;
const BROWSER_FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'heif']);

/**
 * Decodes the picture, of a document the first page, so that what cannot be used is known now and not when somebody opens
 * it. Throws as `probeImage` does, and `tool-missing` for a BMP when there is no FFmpeg.
 */
export async function readPictures(
  path: string,
  { tools, levels = levelsHere }: FactReaders,
): Promise<{ readonly probe: ImageProbe; readonly pictures: readonly PictureRead[] }> {
  const probe = await probeImage(path, { verify: true });
  if (probe.format === 'bmp') await verifyBmp(path, tools);
  const pages = await listPages(path, probe);
  const pictures: PictureRead[] = [];
  for (const [page, size] of pages.entries()) {
    const own =
      page === 0 || probe.format !== 'tiff' ? probe : { ...probe, ...(await pixelKind(path, size.place)) };
    pictures.push(await readPage(path, own, { ...size, page, pages: pages.length }, levels));
  }
  return { probe, pictures };
}

type Page = PageSize & { readonly page: number; readonly pages: number };

type ReadLevels = NonNullable<FactReaders['levels']>;

async function readPage(
  path: string,
  probe: ImageProbe,
  page: Page,
  levels: ReadLevels,
): Promise<PictureRead> {
  const { width, height, orientation } = page;
  const isFrame = page.pages > 1 && probe.format !== 'tiff';
  const mimetype = isFrame ? 'image/png' : probe.mimetype;
  const exif = orientation === 1 ? {} : { exif: { Orientation: orientation } };
  const numbers = page.pages === 1 ? {} : { page: page.page + 1, pages: page.pages };
  const facts = await factsOf(path, probe, page, levels);
  return { mimetype, width, height, facts, system: { width, height, mimetype, ...exif, ...numbers } };
}

async function factsOf(
  path: string,
  probe: ImageProbe,
  page: Page,
  levels: ReadLevels,
): Promise<PictureFacts | null> {
  const { depth, format, space } = probe;
  const shown =
    BROWSER_FORMATS.has(format) && space !== 'cmyk' && (page.orientation === 1 || format === 'jpeg');
  // What an AVIF has beyond 8 bits is for screens with more; it is a photograph all the same.
  const deep = isDeep(probe) && format !== 'heif';
  const plain = shown && !deep;
  if (plain && page.pages === 1) return null;
  if (!deep) return { page: page.page, pages: page.pages, plain, levels: null };
  const most = page.pages === 1 ? MOST_LOOKED_AT : MOST_OF_A_PAGE;
  const spread = await levels(path, { depth, space, page: page.place }, most);
  return { page: page.page, pages: page.pages, plain, levels: spread };
}

/** Pages of one document may be of different kinds: a scan in grey between two in colour. */
async function pixelKind(
  path: string,
  page: number,
): Promise<Pick<ImageProbe, 'depth' | 'space' | 'channels'>> {
  const sharp = await loadSharp();
  const { depth, space, channels } = await sharp(path, { page, limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw imageError(path, cause);
    });
  return { depth, space, channels };
}

/** A BMP that does not decode is found now. */
async function verifyBmp(path: string, tools: () => Promise<MediaTools>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bmp-'));
  try {
    await decodeFrame({ input: path, page: 0, output: join(folder, 'picture.png'), tools });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
