/** Has a picture made ready that a person is about to open, so that it is on the screen at the click. */
import { call } from './client.ts';
import { mediaUrl } from './media.ts';

/** Milliseconds for which the pointer or the focus rests on something: what it only passes by is left alone. */
const REST_MS = 80;

let waiting: ReturnType<typeof setTimeout> | undefined;
let asking: AbortController | null = null;

/**
 * The latest one counts; what was asked for before and is not made yet is dropped.
 * @param find the address of what will be shown first; null when there is nothing to make ready
 */
export function warmPicture(find: () => string | null | Promise<string | null>): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    asking?.abort();
    asking = new AbortController();
    // Whoever opens it hears why it cannot be shown.
    void ask(find, asking.signal).catch(() => undefined);
  }, REST_MS);
}

/** The same for the item that a task begins with. */
export function warmTask(taskId: string): void {
  warmPicture(async () => {
    const { itemId } = await call('tasks.next', { taskId });
    return itemId && mediaUrl(itemId, 'glance');
  });
}

async function ask(find: () => string | null | Promise<string | null>, signal: AbortSignal): Promise<void> {
  const address = await find();
  if (address === null || signal.aborted) return;
  // The engine makes it for whoever asks and keeps it on the disk; its bytes are not needed here yet.
  const response = await fetch(address, { signal });
  await response.body?.cancel();
}
