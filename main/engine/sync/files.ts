/** Files of items that are at a remote, as the rest of the engine asks for them. */
import type { Item } from '#core/model/item.ts';

export type RemoteFiles = {
  /**
   * The item with its file in the workspace; an item whose file is here already as it is. When nobody asks any more it is
   * broken off, and goes on from there the next time.
   * @param came told how many bytes of it are here; without, people see how a large file comes
   * @throws SluiceError `remote-offline`, `remote-denied`, `remote-refused`, `remote-untrusted`, `media-unreadable` for a
   * file that is not what it should be, `disk-full`, `aborted`
   */
  bring(item: Item, signal: AbortSignal, came?: (bytes: number) => void): Promise<Item>;
  /**
   * Writes the remote's own small picture of the item (WebP) to the file. False: it has none, and one is made here of the
   * item's file. Throws as `bring`.
   */
  thumb(item: Item, output: string, signal: AbortSignal): Promise<boolean>;
};
