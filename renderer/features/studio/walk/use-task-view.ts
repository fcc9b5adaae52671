import { type QueryClient, type QueryFilters, useQueryClient } from '@tanstack/react-query';
import { useEffect, useLayoutEffect } from 'react';
import type { CallInput, CallOutput } from '#contract/index.ts';
import { isTiled } from '#core/model/picture.ts';
import { call } from '#renderer/client/client.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { tilesUrl } from '#renderer/client/media.ts';
import { pictureKey, pictures, startPicture } from '../stage/pictures.ts';

export type View = CallOutput<'tasks.view'>;

/** One item of a task; while another one is being fetched, the one before it. */
export function useTaskView(taskId: string, itemId: string | null) {
  const queries = useQueryClient();
  // Decoding takes longer than the answer: they go at the same time, and before the browser paints anything else.
  useLayoutEffect(() => {
    if (itemId !== null) startPicture(itemId);
  }, [itemId]);
  // What was labelled since it was fetched is not in the answer: coming back must not show it for a moment.
  useEffect(() => {
    return () => void drop(queries, { queryKey: ['tasks.view', { taskId, itemId }], exact: true });
  }, [queries, taskId, itemId]);
  return useCall(
    'tasks.view',
    { taskId, itemId: itemId ?? '' },
    { enabled: itemId !== null, keepPrevious: true },
  );
}

/** Asks for an item's view anew; what was fetched before, or is on its way, is not shown any more. */
export async function renewTaskView(queries: QueryClient, taskId: string, itemId: string): Promise<void> {
  const input = { taskId, itemId };
  const queryKey = ['tasks.view', input];
  await queries.cancelQueries({ queryKey, exact: true });
  await queries.fetchQuery({ queryKey, queryFn: () => call('tasks.view', input) });
}

/** So many waiting items are made ready. */
const AHEAD = 3;
/** Milliseconds for which they are: a person may take long over the item before. */
const READY_MS = 10 * 60_000;

/** Items a person is likely to open next: those that wait, then the neighbours. */
async function likelyNext(view: View): Promise<string[]> {
  const taskId = view.task.id;
  const likely = new Set<string>();
  let after: string = view.item.id;
  while (likely.size < AHEAD) {
    const { itemId } = await call('tasks.next', { taskId, afterItemId: after });
    if (itemId === null || itemId === view.item.id || likely.has(itemId)) break;
    likely.add(itemId);
    after = itemId;
  }
  for (const neighbour of [view.nextItemId, view.previousItemId]) {
    if (neighbour) likely.add(neighbour);
  }
  likely.delete(view.item.id);
  return [...likely];
}

async function makeReady(queries: QueryClient, view: View, isOver: () => boolean): Promise<void> {
  const taskId = view.task.id;
  const itemIds = await likelyNext(view);
  if (isOver()) return;
  pictures.prefetch(itemIds.map(pictureKey));
  await dropOthers(queries, itemIds);
  for (const itemId of itemIds) {
    const input = { taskId, itemId };
    const queryKey = ['tasks.view', input];
    await queries.prefetchQuery({ queryKey, queryFn: () => call('tasks.view', input), gcTime: READY_MS });
    if (isOver()) return;
    if (itemId === itemIds[0]) prepareTiles(queries.getQueryData<View>(queryKey));
  }
}

/** What was made ready and is likely no more: whoever goes through many items passes by most of it. */
function dropOthers(queries: QueryClient, itemIds: readonly string[]): Promise<void> {
  const likely = new Set(itemIds);
  return drop(queries, {
    queryKey: ['tasks.view'],
    predicate: ({ queryKey: [, input] }) => !likely.has((input as CallInput<'tasks.view'>).itemId),
  });
}

/** Forgets answers that nobody shows. Those on their way first: one that comes to what is forgotten is kept for its time. */
async function drop(queries: QueryClient, which: QueryFilters): Promise<void> {
  // By then the screen that goes on has turned to another item.
  await Promise.resolve();
  const unused = { ...which, type: 'inactive' } as const;
  await queries.cancelQueries(unused);
  queries.removeQueries(unused);
}

/**
 * Has the tiles of a very large picture made before it is opened. Not dropped when the person goes on, which most likely is
 * to this picture.
 */
function prepareTiles(view: View | undefined): void {
  if (view?.item.kind !== 'image' || !isTiled(view.item)) return;
  // Whoever opens it hears why there are none.
  fetch(tilesUrl(view.item.id)).then(
    (response) => response.body?.cancel(),
    () => undefined,
  );
}

/** Fetches and decodes what comes next while the person works on the item that is shown. */
export function usePrefetch(view: View | null): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!view) return;
    let over = false;
    // What cannot be made ready now is fetched when it is opened, and fails there with a word.
    void makeReady(queries, view, () => over).catch(() => undefined);
    return () => {
      over = true;
    };
  }, [queries, view]);
}
