/** What a person drops on the window, as paths. */
import { bridge } from '#renderer/client/bridge.ts';

export type Dropped = { readonly files: readonly string[]; readonly folders: readonly string[] };

/** The parts of a DataTransferItem that are needed, as a browser fills them. */
export type DroppedItem = {
  readonly kind: string;
  webkitGetAsEntry(): { readonly isDirectory: boolean } | null;
  getAsFile(): File | null;
};

/** True when a drag carries files, not text or a picture of a page. */
export function carriesFiles(types: readonly string[]): boolean {
  return types.includes('Files');
}

/** Sorts what was dropped into files and folders; what has no path on this computer is left out. */
export function sortDropped(items: Iterable<DroppedItem>, pathOf = bridge().pathForFile): Dropped {
  const files: string[] = [];
  const folders: string[] = [];
  for (const item of items) {
    const file = item.kind === 'file' ? item.getAsFile() : null;
    const path = file ? pathOf(file) : '';
    if (path === '') continue;
    (item.webkitGetAsEntry()?.isDirectory ? folders : files).push(path);
  }
  return { files, folders };
}
