/** Times inside the window, taken by the window's own clock: what a person waits for, without the test's own delays. */
import type { Page } from '@playwright/test';

/** Milliseconds from the click that opens the Studio to the first picture drawn. */
export async function openStudio(page: Page, task: string): Promise<number> {
  await page.getByRole('link', { name: 'Tasks', exact: true }).first().click();
  const link = page.getByRole('row', { name: task }).getByRole('link', { name: 'Label' });
  await link.waitFor();
  await page.evaluate(() => {
    performance.clearMarks();
    addEventListener('click', (event) => performance.mark('bench:click', { startTime: event.timeStamp }), {
      capture: true,
      once: true,
    });
  });
  await link.click();
  return await page.evaluate(async () => {
    const first = (name: string) => performance.getEntriesByName(name)[0]?.startTime;
    for (;;) {
      const [clicked, shown] = [first('bench:click'), first('studio:image-shown')];
      if (clicked !== undefined && shown !== undefined) return shown - clicked;
      await new Promise(requestAnimationFrame);
    }
  });
}

/** Draws a box in each cell of a grid; milliseconds from each release of the pointer to the answer "on disk". */
export async function drawBoxes(page: Page, columns: number, rows: number): Promise<number[]> {
  const canvas = await page.getByTestId('canvas').boundingBox();
  if (!canvas) throw new Error('The Studio shows no canvas.');
  const times: number[] = [];
  for (let cell = 0; cell < columns * rows; cell += 1) {
    const column = cell % columns;
    const row = Math.floor(cell / columns);
    // The middle of the canvas, where the picture is whatever its shape.
    const x = canvas.x + canvas.width * (0.25 + (0.5 * column) / columns);
    const y = canvas.y + canvas.height * (0.35 + (0.3 * row) / rows);
    await page.evaluate(() => {
      performance.clearMarks();
      addEventListener(
        'pointerup',
        (event) => performance.mark('bench:release', { startTime: event.timeStamp }),
        { capture: true, once: true },
      );
    });
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + (canvas.width * 0.25) / columns, y + (canvas.height * 0.1) / rows);
    await page.mouse.move(x + (canvas.width * 0.3) / columns, y + (canvas.height * 0.2) / rows);
    await page.mouse.up();
    times.push(await page.evaluate(saved));
  }
  return times;
}

/** Runs in the window. */
async function saved(): Promise<number> {
  const first = (name: string) => performance.getEntriesByName(name)[0]?.startTime;
  const giveUp = performance.now() + 10_000;
  for (;;) {
    const [released, stored] = [first('bench:release'), first('studio:saved')];
    if (released !== undefined && stored !== undefined) return stored - released;
    if (performance.now() > giveUp) throw new Error('No box was saved.');
    await new Promise(requestAnimationFrame);
  }
}
