/** Bringing files into a dataset. */
import { useTranslation } from 'react-i18next';
import type { IngestMode } from '#core/model/watched-folder.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { notifyDone } from './notify.ts';

export type Import = {
  /** Starts to import; progress shows in the status bar. */
  importPaths(datasetId: string, paths: readonly string[], mode?: IngestMode): Promise<void>;
  /** Asks for files, then imports them. */
  chooseFiles(datasetId: string): Promise<void>;
  /** Asks for a folder, then imports all that is in it once. */
  chooseFolder(datasetId: string): Promise<void>;
};

/** The functions never reject: what goes wrong shows as a notification. */
export function useImport(): Import {
  const { t } = useTranslation('ui');
  const start = useMutate('items.import');
  const askFiles = useMutate('dialogs.chooseFiles');
  const askFolder = useMutate('dialogs.chooseFolder');

  async function importPaths(datasetId: string, paths: readonly string[], mode: IngestMode = 'copy') {
    if (paths.length === 0) return;
    const started = await start.mutateAsync({ datasetId, paths: [...paths], mode }).catch(() => null);
    if (started) notifyDone(t('import.started', { count: paths.length }));
  }

  return {
    importPaths,
    async chooseFiles(datasetId) {
      const answer = await askFiles.mutateAsync({ title: t('import.chooseFiles') }).catch(() => null);
      await importPaths(datasetId, answer?.paths ?? []);
    },
    async chooseFolder(datasetId) {
      const answer = await askFolder.mutateAsync({ title: t('import.chooseFolder') }).catch(() => null);
      await importPaths(datasetId, answer?.path ? [answer.path] : []);
    },
  };
}
