/** Animated PNGs, of which the picture library reads the first frame only. */
import { open } from 'node:fs/promises';

/** Chunks before the pixels are few and small; a colour profile is the largest. */
const MOST_CHUNKS = 64;

/** Frames that the file says it has; 1 for an ordinary PNG and for what is none. */
export async function countApngFrames(path: string): Promise<number> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(12);
    let at = 8;
    for (let chunk = 0; chunk < MOST_CHUNKS; chunk += 1) {
      const { bytesRead } = await handle.read(head, 0, 12, at);
      const type = head.toString('latin1', 4, 8);
      if (bytesRead < 12 || type === 'IDAT' || type === 'IEND') return 1;
      if (type === 'acTL') return Math.max(1, head.readUInt32BE(8));
      at += 12 + head.readUInt32BE(0);
    }
    return 1;
  } finally {
    await handle.close();
  }
}
