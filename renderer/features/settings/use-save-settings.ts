import { useTranslation } from 'react-i18next';
import type { Settings } from '#core/model/workspace.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { notifyDone } from '#renderer/ui/notify.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';

/** Stores a part of the settings; an error shows as a notification. */
export function useSaveSettings(): { save(part: Partial<Settings>): Promise<void>; readonly busy: boolean } {
  const { t } = useTranslation('settings');
  const refresh = useRefresh();
  const update = useMutate('settings.update');
  return {
    async save(part) {
      if (!(await update.mutateAsync(part).catch(() => null))) return;
      await Promise.all([refresh('settings.'), refresh('diagnostics.'), refresh('api.')]);
      notifyDone(t('saved'));
    },
    busy: update.isPending,
  };
}
