/** What a person sees of a video in the window, read off the page: the number that is told, and that of the picture. */
import type { Page } from '@playwright/test';
import type { Item } from '#core/model/item.ts';
import { expect } from '../../support/app-test.ts';
import { CLIP_HEIGHT, CLIP_WIDTH } from '../../support/clips.ts';
import type { TestApp } from '../../support/electron-app.ts';

export type SeenFrame = {
  readonly told: number;
  /** The number that is painted in the picture as black and white squares; -1 when there is no picture. */
  readonly painted: number;
};

/** A project with one dataset that holds the video. */
export async function importVideo(app: TestApp, path: string): Promise<Item> {
  const project = await app.call('projects.create', { name: 'Videos' });
  const dataset = await app.call('datasets.create', { projectId: project.id, name: 'Clips' });
  await app.call('items.import', { datasetId: dataset.id, paths: [path], mode: 'link' });
  const list = async () => (await app.call('items.list', { datasetId: dataset.id })).items;
  await expect.poll(async () => (await list()).length, { timeout: 30_000, intervals: [50] }).toBe(1);
  const [item] = await list();
  if (!item) throw new Error('It was just there.');
  return item;
}

export async function goTo({ window }: TestApp, address: string): Promise<void> {
  await window.evaluate((hash) => {
    location.hash = hash;
  }, address);
}

/** Looks at each picture of the screen for so many milliseconds, and at least at one. */
export async function watch(page: Page, milliseconds: number): Promise<readonly SeenFrame[]> {
  return await page.evaluate(
    async ([time, width, height]) => {
      const field = document.querySelector<HTMLInputElement>('[data-testid=frame-number]');
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=canvas] canvas');
      const pen = canvas?.getContext('2d');
      /** First and last opaque pixel of a line. */
      const ends = ({ data }: ImageData) => {
        const opaque = Array.from({ length: data.length / 4 }, (_, at) => at).filter(
          (at) => data[at * 4 + 3],
        );
        return [opaque[0] ?? 0, opaque.at(-1) ?? 0] as const;
      };
      const painted = () => {
        if (!canvas || !pen) return -1;
        const [left, right] = ends(pen.getImageData(0, canvas.height >> 1, canvas.width, 1));
        const [top, bottom] = ends(pen.getImageData(canvas.width >> 1, 0, 1, canvas.height));
        if (right <= left || bottom <= top) return -1;
        let sum = 0;
        for (let bit = 0; bit < 10; bit += 1) {
          const x = left + ((bit * 16 + 8) / width) * (right - left);
          const y = top + (8 / height) * (bottom - top);
          if ((pen.getImageData(Math.round(x), Math.round(y), 1, 1).data[0] ?? 0) > 127) sum += 2 ** bit;
        }
        return sum;
      };
      const seen: { told: number; painted: number }[] = [];
      const end = performance.now() + time;
      for (;;) {
        seen.push({ told: field?.value ? Number(field.value) : -1, painted: painted() });
        if (performance.now() >= end) return seen;
        await new Promise(requestAnimationFrame);
      }
    },
    [milliseconds, CLIP_WIDTH, CLIP_HEIGHT] as const,
  );
}

/** Waits until the frame is told and seen. `painted`: the number in its picture, where that is another one. */
export async function expectFrame(page: Page, told: number, painted = told): Promise<void> {
  await expect
    .poll(async () => (await watch(page, 0)).at(-1), { timeout: 15_000, intervals: [30] })
    .toEqual({ told, painted });
}

/** Types a number into the field and presses Enter. */
export async function typeFrame(page: Page, number: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.type(number);
  await page.keyboard.press('Enter');
}
