/**
 * The pictures of a file that has several: pages of a TIFF document, frames of a GIF, WebP or PNG animation.
 */
import { basename, dirname } from 'node:path';
import { type ImageProbe, imageError, probeImage } from './image.ts';
import { MAX_IMAGE_PIXELS, MAX_PAGES, refusal } from './picture-limits.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { loadSharp } from './sharp.ts';
import { readTiff, type TiffDirectory, type TiffFile, wholeNumbers } from './tiff-directory.ts';
import { writeTiffPage } from './tiff-page.ts';
import { toolError } from './tool-errors.ts';
import type { MediaTools } from './tools.ts';

export type PageSize = {
  /** Upright pixels. */
  readonly width: number;
  readonly height: number;
  readonly orientation: number;
  /** Where the page stands among all pictures of the file, also those that are no page: smaller copies of one, say. */
  readonly place: number;
};

const SUBFILE_TYPE = 254;
/** A smaller copy of another picture, or the mask of one. */
const NO_PAGE = 0b101;

/** The pictures of a file in order, at least one. Throws `media-unreadable`. */
export async function listPages(path: string, probe: ImageProbe): Promise<PageSize[]> {
  const { width, height, orientation } = probe;
  if (probe.format !== 'tiff' || probe.pages === 1) {
    return Array.from({ length: probe.pages }, (_, place) => ({ width, height, orientation, place }));
  }
  const file = await readTiff(path, MAX_PAGES + 1);
  const pages = file.directories.flatMap((directory, place) => {
    const [type = 0] = wholeNumbers(file, directory, SUBFILE_TYPE);
    return place > 0 && (type & NO_PAGE) !== 0 ? [] : [pageSize(file, directory, place)];
  });
  for (const page of pages) {
    const refused = refusal(path, { ...page, pages: pages.length, format: 'tiff', whole: false });
    if (refused) throw refused;
  }
  return pages;
}

function pageSize(file: TiffFile, directory: TiffDirectory, place: number): PageSize {
  const [width = 0] = wholeNumbers(file, directory, 256);
  const [height = 0] = wholeNumbers(file, directory, 257);
  const [orientation = 1] = wholeNumbers(file, directory, 274);
  return orientation >= 5
    ? { width: height, height: width, orientation, place }
    : { width, height, orientation, place };
}

export type PageRequest = {
  readonly input: string;
  /** Of the file. */
  readonly mimetype: string;
  /** From 0. */
  readonly page: number;
  readonly output: string;
  /** Looked for only when FFmpeg is needed. */
  readonly tools: () => Promise<MediaTools>;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Writes one picture of a file as a file of its own, without loss: a TIFF for a page, a PNG for a frame. Throws
 * `media-unreadable`, `tool-missing`, `tool-failed` or `aborted`.
 */
export async function writePage(request: PageRequest): Promise<void> {
  const { input, mimetype, page, output } = request;
  if (mimetype === 'image/tiff') {
    const { place } = (await listPages(input, await probeImage(input)))[page] ?? { place: page };
    return await writeTiffPage(input, place, output);
  }
  if (mimetype === 'image/png') return await decodeFrame(request);
  const sharp = await loadSharp();
  await sharp(input, { page, limitInputPixels: MAX_IMAGE_PIXELS, failOn: 'truncated' })
    .png({ compressionLevel: 3 })
    .toFile(output)
    .catch((cause: unknown) => {
      throw imageError(input, cause);
    });
}

/** One frame of a PNG animation, or a BMP, as a PNG. Throws as `writePage` does. */
export async function decodeFrame({
  input,
  page,
  output,
  tools,
  signal,
}: Omit<PageRequest, 'mimetype'>): Promise<void> {
  const { ffmpeg } = await tools();
  const args = [
    ...['-hide_banner', '-nostdin', '-v', 'error', '-threads', '1', '-i', input],
    ...[
      '-vf',
      `select=eq(n\\,${page})`,
      '-frames:v',
      '1',
      '-c:v',
      'png',
      '-f',
      'image2',
      '-update',
      '1',
      '-y',
    ],
    basename(output),
  ];
  const what = `the picture of "${basename(input)}"`;
  const run = await runFfmpeg({ tool: ffmpeg, args, cwd: dirname(output), what, signal });
  if (run.failure) throw toolError('ffmpeg', input, run.stderr);
}
