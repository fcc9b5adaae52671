/** Assistance in a window: its worker, and copies of the picture for it. */
import { createAssist, type ShownImage } from '../assist/client.ts';
import type { Assist } from '../assist/questions.ts';

export function createWindowAssist(shown: () => ShownImage | null): Assist {
  return createAssist({
    shown,
    spawn: () => new Worker(new URL('../assist/worker.ts', import.meta.url), { type: 'module' }),
    copy: (image) => createImageBitmap(image as ImageBitmapSource),
    now: () => performance.now(),
  });
}
