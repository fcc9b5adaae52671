/** Function `item.set`: gives an item a status, metadata, tags or another folder. */
import { configOf } from '../config.ts';
import { editItem } from '../item-edit.ts';
import type { InlineNode } from '../node.ts';

export const itemSet: InlineNode = {
  lane: 'inline',
  writes: true,
  run(tx, run) {
    const { status, metadata, tags, folder } = configOf('item.set', run.node).customNodeConfig;
    const entries = Object.entries(metadata ?? {});
    const changed = editItem(tx, run.work, run.item().id, {
      status: status ?? undefined,
      user: {
        set: Object.fromEntries(entries.filter(([, value]) => value !== null)),
        remove: entries.flatMap(([key, value]) => (value === null ? [key] : [])),
      },
      tags: { add: tags?.add ?? [], remove: tags?.remove ?? [] },
      folder: folder ? tidy(folder) : undefined,
    });
    const why = changed ? `now has ${changed}` : 'was all so already';
    return { kind: 'done', action: null, why };
  },
};

/** `/day 1//morning/` is `/day 1/morning`. */
function tidy(folder: string): string {
  return `/${folder.split('/').filter(Boolean).join('/')}`;
}
