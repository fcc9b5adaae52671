/** The frames of a video, as the engine has indexed them. */
import { SluiceError } from '#core/errors.ts';
import { FRAME_TABLE_MAGIC, type FrameTable, readFrameTable } from '#core/media/frame-table.ts';
import { call } from './client.ts';

/** @throws SluiceError as `media.frames`; `internal` when the bytes are not a table */
export async function fetchFrameTable(itemId: string): Promise<FrameTable> {
  const { table } = await call('media.frames', { itemId });
  const bytes = Uint8Array.from(atob(table), (letter) => letter.charCodeAt(0));
  const read = FRAME_TABLE_MAGIC.every((byte, at) => bytes[at] === byte)
    ? readFrameTable(await inflate(bytes.subarray(FRAME_TABLE_MAGIC.length)))
    : null;
  if (read && read.count > 0) return read;
  throw new SluiceError('internal', 'The frame index of this video is damaged. Import the video again.');
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
