import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ItemFilter } from '#contract/items.ts';
import { call } from '#renderer/client/client.ts';
import { useEngineEvent } from '#renderer/client/hooks.ts';
import { createItemPages, type ItemPages } from './pages.ts';

/** The items of a dataset that fit the filter. Give the component a key of both: it does not change them later. */
export function useItemPages(datasetId: string, filter: ItemFilter): ItemPages {
  const [pages] = useState(() =>
    createItemPages({
      count: async () => (await call('items.count', { datasetId, filter })).count,
      page: (after, limit) => call('items.list', { datasetId, filter, after, limit }),
      skip: async (after, count) => (await call('items.skip', { datasetId, filter, after, count })).after,
    }),
  );
  useSyncExternalStore(pages.subscribe, pages.version);
  useEngineEvent('items.changed', (event) => {
    if (event.datasetId === datasetId) pages.refresh();
  });
  useEngineEvent('engine.state', (event) => {
    if (event.state === 'ready') pages.refresh();
  });
  useEffect(() => {
    pages.open();
    return () => pages.close();
  }, [pages]);
  return pages;
}
