import { describe, expect, it } from 'vitest';
import { type Item, itemSchema } from '#core/model/item.ts';
import { createItemPages, PAGE_SIZE, type PageSource } from '#renderer/features/datasets/pages.ts';

function item(number: number): Item {
  return itemSchema.parse({
    id: number.toString(16).padStart(24, '0'),
    datasetId: 'd'.repeat(24),
    kind: 'image',
    name: `item ${number}`,
    folder: '/',
    mimetype: 'image/png',
    size: 1,
    width: 1,
    height: 1,
    sha256: null,
    frame: null,
    video: null,
    picture: null,
    overwritten: null,
    sourceItemId: null,
    storage: 'stored',
    annotationCount: 0,
    status: null,
    trashed: false,
    metadata: {},
    createdAt: 0,
    updatedAt: 0,
  });
}

/** A dataset in memory that pages by the last id, as the engine does. */
function source(numbers: number[]) {
  const asked: (string | null)[] = [];
  const skipped: number[] = [];
  const place = (after: string | null) =>
    after === null ? 0 : numbers.findIndex((number) => item(number).id > after);
  const pages: PageSource = {
    count: async () => numbers.length,
    page: async (after, limit) => {
      asked.push(after);
      const from = place(after);
      const some = from < 0 ? [] : numbers.slice(from, from + limit);
      const last = some.at(-1);
      const more = last !== undefined && from + limit < numbers.length;
      return { items: some.map(item), next: more ? item(last).id : null };
    },
    skip: async (after, count) => {
      skipped.push(count);
      const number = numbers[place(after) + count - 1];
      return number === undefined ? null : item(number).id;
    },
  };
  return { pages, asked, skipped, numbers };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const settle = async () => {
  for (let turn = 0; turn < 400; turn += 1) await Promise.resolve();
};

async function opened(count: number) {
  const { pages, asked, skipped, numbers } = source(upTo(count));
  const list = createItemPages(pages);
  list.open();
  await settle();
  return { list, asked, skipped, numbers };
}

describe('item pages', () => {
  it('asks for nothing before it is opened, then for the count and what is wanted', async () => {
    const { pages, asked } = source(upTo(10));
    const list = createItemPages(pages);
    await settle();
    expect(asked).toEqual([]);
    expect(list.count()).toBeNull();
    list.open();
    list.want(0, 5);
    await settle();
    expect(list.count()).toBe(10);
    expect(list.at(9)?.name).toBe('item 9');
    expect(list.at(10)).toBeUndefined();
  });

  it('jumps to a far place in one step, and loads nothing on the way', async () => {
    const { list, asked, skipped } = await opened(PAGE_SIZE * 10);
    asked.length = 0;
    list.want(PAGE_SIZE * 7, PAGE_SIZE * 7 + 30);
    await settle();
    expect(list.at(PAGE_SIZE * 7 + 3)?.name).toBe(`item ${PAGE_SIZE * 7 + 3}`);
    expect(asked).toHaveLength(1);
    expect(skipped).toEqual([PAGE_SIZE * 6]);
    list.want(PAGE_SIZE * 3, PAGE_SIZE * 3);
    await settle();
    expect(list.at(PAGE_SIZE * 3)?.name).toBe(`item ${PAGE_SIZE * 3}`);
    expect(asked).toHaveLength(2);
    expect(skipped).toEqual([PAGE_SIZE * 6, PAGE_SIZE * 2]);
  });

  it('keeps a few pages only, the near ones, and reaches the others again in one step', async () => {
    const { list, asked } = await opened(PAGE_SIZE * 60);
    for (const page of upTo(60)) {
      list.want(page * PAGE_SIZE, page * PAGE_SIZE);
      await settle();
    }
    const kept = upTo(60).filter((page) => list.at(page * PAGE_SIZE) !== undefined);
    expect(kept).toHaveLength(32);
    expect(kept.at(-1)).toBe(59);
    asked.length = 0;
    list.want(0, 10);
    await settle();
    expect(asked).toHaveLength(1);
    expect(list.at(0)?.name).toBe('item 0');
  });

  it('does not ask beyond the end, also when the last page is full', async () => {
    const { list, asked } = await opened(PAGE_SIZE * 2);
    list.want(PAGE_SIZE * 5, PAGE_SIZE * 6);
    await settle();
    expect(asked).toHaveLength(1);
    expect(list.at(PAGE_SIZE * 5)).toBeUndefined();
    list.want(PAGE_SIZE, PAGE_SIZE * 2);
    await settle();
    expect(asked).toHaveLength(2);
  });

  it('shows what came at the end, keeping what was there meanwhile', async () => {
    const { list, numbers } = await opened(PAGE_SIZE + 5);
    list.want(PAGE_SIZE, PAGE_SIZE + 20);
    await settle();
    numbers.push(...upTo(PAGE_SIZE).map((number) => number + 1000));
    list.refresh();
    expect(list.at(PAGE_SIZE + 1)?.name).toBe(`item ${PAGE_SIZE + 1}`);
    await settle();
    expect(list.count()).toBe(PAGE_SIZE * 2 + 5);
    expect(list.at(PAGE_SIZE + 5)?.name).toBe('item 1000');
    list.want(PAGE_SIZE * 2, PAGE_SIZE * 2 + 4);
    await settle();
    expect(list.at(PAGE_SIZE * 2 + 4)?.name).toBe(`item ${1000 + PAGE_SIZE - 1}`);
  });

  it('moves up what is behind items that went', async () => {
    const { list, numbers } = await opened(PAGE_SIZE * 4);
    list.want(PAGE_SIZE * 2, PAGE_SIZE * 2 + 10);
    await settle();
    numbers.splice(0, 7);
    list.refresh();
    await settle();
    expect(list.count()).toBe(PAGE_SIZE * 4 - 7);
    expect(list.at(PAGE_SIZE * 2)?.name).toBe(`item ${PAGE_SIZE * 2 + 7}`);
  });

  it('gives a range across pages that are not there, without what is beyond the end', async () => {
    const { list } = await opened(PAGE_SIZE * 3 + 4);
    const some = await list.range(PAGE_SIZE - 2, PAGE_SIZE * 2 + 1);
    expect(some).toHaveLength(PAGE_SIZE + 4);
    expect(some[0]?.name).toBe(`item ${PAGE_SIZE - 2}`);
    expect(some.at(-1)?.name).toBe(`item ${PAGE_SIZE * 2 + 1}`);
    expect(await list.range(PAGE_SIZE * 3, PAGE_SIZE * 9)).toHaveLength(4);
  });

  it('tells why it could not load, and loads when it is asked again', async () => {
    const { pages } = source(upTo(10));
    let broken = true;
    const list = createItemPages({
      ...pages,
      page: async (after, limit) => {
        if (broken) throw new Error('the disk is gone');
        return await pages.page(after, limit);
      },
    });
    list.open();
    list.want(0, 5);
    await settle();
    expect(list.error()?.message).toBe('the disk is gone');
    broken = false;
    list.refresh();
    await settle();
    expect(list.error()).toBeNull();
    expect(list.at(3)?.name).toBe('item 3');
  });

  it('tells nobody and asks nothing once it is closed', async () => {
    const { list, asked } = await opened(PAGE_SIZE * 3);
    const version = list.version();
    list.close();
    asked.length = 0;
    list.want(0, 10);
    list.refresh();
    await settle();
    expect(asked).toEqual([]);
    expect(list.version()).toBe(version);
  });
});
