/** Lists of items by filters, and of folders among them, page by page. */
import type { CallArgs, CallOutput, Handlers } from '#contract/index.ts';
import { rangeOf } from '#core/filters/range.ts';
import type { EngineContext } from '../context.ts';
import { browseItems, countFoldersMatching, soughtBy } from '../db/queries/item-browse.ts';
import { orderTerms } from '../db/queries/item-orders.ts';
import { type ItemSearch, searchItems } from '../db/queries/item-search.ts';
import { noteFolders } from '../folders/note.ts';
import { isById, searchOf } from '../item-search.ts';
import { type Asked, createItemTotals } from '../item-totals.ts';

type Wish = CallArgs<'items.search'>;

export function itemSearchHandlers(ctx: EngineContext): Handlers<`items.${'search' | 'browse'}`> {
  const { db } = ctx;
  const totals = createItemTotals(db);

  /** @param found one more than the page has, when there is more */
  function pageOf<T extends { readonly id: string }>(found: readonly T[], asked: Asked, wish: Wish) {
    const total = totals.total(asked);
    const page = found.slice(0, wish.limit);
    const last = page.at(-1);
    if (last && wish.offset === 0 && isById(wish.order)) {
      totals.remember(asked, total, { length: page.length, last: last.id });
    }
    return { total, more: found.length > wish.limit, page };
  }

  const askedOf = (search: ItemSearch, { offset, limit }: Wish, folders: number | null): Asked => {
    const { after } = rangeOf(search.filter.where, 'id');
    return { ...search, after, folders, least: offset + limit + 1 };
  };

  function search(wish: Wish): CallOutput<'items.search'> {
    const { order: orders, offset, limit } = wish;
    const asked = searchOf(db, wish.datasetId, wish.filter);
    const found = limit === 0 ? [] : searchItems(db, { ...asked, orders, offset, limit: limit + 1 });
    const { page, ...rest } = pageOf(found, askedOf(asked, wish, null), wish);
    return { ...rest, items: page };
  }

  return {
    'items.search': search,
    'items.browse': async (wish) => {
      const { order: orders, offset, limit, datasetId } = wish;
      const asked = searchOf(db, datasetId, wish.filter);
      const sought = soughtBy(asked.filter);
      if (!sought.folders) {
        const { items, ...rest } = search(wish);
        return { ...rest, entries: items };
      }
      // What cannot be asked is refused before anything is noted.
      orderTerms(orders);
      const { values, after } = rangeOf(asked.filter.where, 'id');
      // Whoever goes on after an id has asked before: what came since then comes later, with an id of its own.
      if (after === null && values === null) await noteFolders(ctx, datasetId);
      const browsed = { ...asked, sought };
      const found = limit === 0 ? [] : browseItems(db, { ...browsed, orders, offset, limit: limit + 1 });
      const folders = countFoldersMatching(db, browsed);
      if (!sought.files) {
        return { total: folders, more: found.length > limit, entries: found.slice(0, limit) };
      }
      const { page, ...rest } = pageOf(found, askedOf(asked, wish, folders), wish);
      return { ...rest, entries: page };
    },
  };
}
