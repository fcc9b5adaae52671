import { useTranslation } from 'react-i18next';
import { useMutate } from '#renderer/client/hooks.ts';
import { notifyDone } from '#renderer/ui/notify.ts';

/** The most items one call takes. */
const CHUNK = 1000;

export type Trash = {
  /** Puts items into the trash, or takes them out. True when all went well; else a notification says why not. */
  change(itemIds: readonly string[]): Promise<boolean>;
  readonly busy: boolean;
};

export function useTrash(restoring: boolean): Trash {
  const { t } = useTranslation('datasets');
  const trash = useMutate('items.trash');
  const restore = useMutate('items.restore');
  const act = restoring ? restore : trash;
  return {
    async change(itemIds) {
      let changed = 0;
      for (let at = 0; at < itemIds.length; at += CHUNK) {
        const done = await act.mutateAsync({ itemIds: itemIds.slice(at, at + CHUNK) }).catch(() => null);
        if (!done) return false;
        changed += done.changed;
      }
      notifyDone(t(restoring ? 'done.restored' : 'done.trashed', { count: changed }));
      return true;
    },
    busy: act.isPending,
  };
}
