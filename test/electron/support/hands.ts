/** A person's hands on the window: what they do is done and counted. */
import type { Locator, Page } from '@playwright/test';

/** One action each: a click, a double click, a drag, a key with those held down, a text typed where the focus is. */
export type Hands = {
  readonly count: () => number;
  click(what: Locator): Promise<void>;
  doubleClick(what: Locator): Promise<void>;
  drag(from: Locator, to: Locator): Promise<void>;
  press(key: string): Promise<void>;
  type(text: string): Promise<void>;
};

export function handsOn({ keyboard, mouse }: Page): Hands {
  let actions = 0;
  async function middleOf(what: Locator): Promise<readonly [number, number]> {
    await what.waitFor();
    const box = await what.boundingBox();
    if (!box) throw new Error('What is aimed at is not in sight.');
    return [box.x + box.width / 2, box.y + box.height / 2];
  }
  return {
    count: () => actions,
    async click(what) {
      actions += 1;
      await what.click();
    },
    async doubleClick(what) {
      actions += 1;
      await what.dblclick();
    },
    async drag(from, to) {
      actions += 1;
      await mouse.move(...(await middleOf(from)));
      await mouse.down();
      await mouse.move(...(await middleOf(to)), { steps: 6 });
      await mouse.up();
    },
    async press(key) {
      actions += 1;
      await keyboard.press(key);
    },
    async type(text) {
      actions += 1;
      await keyboard.type(text);
    },
  };
}
