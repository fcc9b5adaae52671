/** Files of items that are at a remote, as the rest of the engine asks for them. */
import type { Item } from '#core/model/item.ts';

export type RemoteFiles = {
  /**
   * The item with its file in the workspace; an item whose file is here already as it is.
   * @throws SluiceError `remote-offline`, `remote-denied`, `remote-refused`, `media-unreadable` for a file that is not what it
   * should be, `disk-full`, `aborted`
   */
  bring(item: Item, signal: AbortSignal): Promise<Item>;
};
