/** Going from one item of a task to the next in the real window, with pictures and shapes like those that people label. */
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import type { CallInput } from '#contract/index.ts';

/** Pixels. */
export type Size = { readonly width: number; readonly height: number };

const SHAPES = 30;

/** Milliseconds from the key, by its own time, to the tick after the one in which picture and shapes were drawn. */
export async function pressNext(page: Page): Promise<number> {
  await page.evaluate(() => {
    performance.clearMarks();
    addEventListener('keydown', (event) => performance.mark('bench:key', { startTime: event.timeStamp }), {
      capture: true,
      once: true,
    });
  });
  await page.keyboard.press('PageDown');
  return await page.evaluate(async () => {
    const of = (name: string) => performance.getEntriesByName(name)[0] as PerformanceMark | undefined;
    const giveUp = performance.now() + 20_000;
    for (;;) {
      const [key, image, shapes] = ['bench:key', 'studio:image-shown', 'studio:shapes-sharp'].map(of);
      if (key && image && shapes && image.detail.id === shapes.detail.id) {
        await new Promise(requestAnimationFrame);
        return performance.now() - key.startTime;
      }
      if (performance.now() > giveUp) throw new Error('The next item was not shown.');
      await new Promise(requestAnimationFrame);
    }
  });
}

/** A JPEG that compresses as badly as a photograph. */
export function texture({ width, height }: Size): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 50 } as const;
  return sharp({ create: { width, height, channels: 3, background: '#777', noise } })
    .blur(1.5)
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** What the nth picture has on it. */
export function boxes(at: number, { width, height }: Size): CallInput<'annotations.add'>['annotations'] {
  return Array.from({ length: SHAPES }, (_, nth) => {
    const left = ((at * 97 + nth * 313) * 7) % (width - 200);
    const top = ((at * 61 + nth * 211) * 5) % (height - 150);
    const geometry = { type: 'box' as const, left, top, right: left + 180, bottom: top + 120 };
    return { label: nth % 2 === 0 ? 'car' : 'person', attributes: {}, geometry };
  });
}
