import { useCall } from '#renderer/client/hooks.ts';

/** What the item is called; its id until that is known. */
export function useItemName(itemId: string): string {
  return useCall('items.get', { itemId }).data?.name ?? itemId;
}
