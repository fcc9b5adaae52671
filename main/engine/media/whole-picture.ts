/**
 * Whether a picture file was written to its end, by the mark that its format ends with. Cheap: nothing is decoded.
 */
import { open } from 'node:fs/promises';

const JPEG_BEGIN = Buffer.from([0xff, 0xd8]);
const JPEG_END = Buffer.from([0xff, 0xd9]);
const PNG_BEGIN = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
/** The empty chunk IEND with its checksum. */
const PNG_END = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);

/** True for a JPEG or PNG file with its beginning and its end. False for what cannot be read. */
export async function isWholePicture(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => null);
  if (!handle) return false;
  try {
    const { size } = await handle.stat();
    const [head, tail] = [Buffer.alloc(4), Buffer.alloc(PNG_END.length)];
    if (size < head.length + tail.length) return false;
    await handle.read(head, 0, head.length, 0);
    await handle.read(tail, 0, tail.length, size - tail.length);
    const jpeg = head.subarray(0, 2).equals(JPEG_BEGIN) && tail.subarray(-2).equals(JPEG_END);
    return jpeg || (head.equals(PNG_BEGIN) && tail.equals(PNG_END));
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}
