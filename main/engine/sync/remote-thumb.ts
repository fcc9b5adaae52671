/** A hub's small picture of an item, in place of the item's whole file. */
import { writeFile } from 'node:fs/promises';
import { SluiceError } from '#core/errors.ts';
import { type Http, Refused } from './http.ts';
import { refusal } from './refusal.ts';

/** Bytes: those that a hub makes have a hundredth of it. */
const LARGEST = 4_000_000;

/** False: the hub has none, or shows something that is none. Throws as `Http.open`. */
export async function fetchThumb(
  http: Http,
  { id, output }: { readonly id: string; readonly output: string },
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const response = await http.open({ method: 'GET', path: `/items/${id}/thumbnail` }, signal);
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of response) {
      const bytes = part as Buffer;
      size += bytes.length;
      if (size > LARGEST) return false;
      parts.push(bytes);
    }
    const whole = Buffer.concat(parts);
    // RIFF, the size, WEBP.
    if (whole.toString('latin1', 0, 4) !== 'RIFF' || whole.toString('latin1', 8, 12) !== 'WEBP') return false;
    if (whole.readUInt32LE(4) + 8 > size) throw new SluiceError('remote-offline', 'The picture broke off.');
    await writeFile(output, whole);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status !== 401) return false;
    signal.throwIfAborted();
    const isKnown = error instanceof SluiceError || error instanceof Refused;
    throw isKnown ? refusal(error) : new SluiceError('remote-offline', `The picture broke off: ${error}`);
  }
}
