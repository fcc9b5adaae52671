import { Portal } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '#renderer/client/hooks.ts';
import { useImport } from '#renderer/ui/import-files.ts';
import { useInbox } from '#renderer/ui/inbox.ts';
import { notifyInfo } from '#renderer/ui/notify.ts';
import { isPackFile, usePackFiles } from '#renderer/ui/pack-files.ts';
import { useProject } from '#renderer/ui/project.ts';
import { DropDialog } from './drop-dialog.tsx';
import classes from './drop-zone.module.css';
import { carriesFiles, type Dropped, sortDropped } from './dropped.ts';

/** Lets files and folders be dropped anywhere on the window. */
export function DropZone() {
  const { t } = useTranslation('app');
  const { project } = useProject();
  const inbox = useInbox(project?.id ?? null);
  const dataset = useCall('datasets.get', { datasetId: inbox ?? '' }, { enabled: inbox !== null });
  const { importPaths } = useImport();
  const packs = usePackFiles();
  const [over, setOver] = useState(false);
  const [asked, setAsked] = useState<Dropped | null>(null);

  const takePacks = async (paths: readonly string[]) => {
    for (const path of paths) await packs.take(path);
  };

  const take = useEffectEvent((all: Dropped) => {
    const dropped = { ...all, files: all.files.filter((path) => !isPackFile(path)) };
    void takePacks(all.files.filter(isPackFile));
    if (dropped.files.length + dropped.folders.length === 0) return;
    if (!inbox) notifyInfo(t('drop.noProject'), t('drop.noProjectText'));
    else if (dropped.folders.length > 0) setAsked(dropped);
    else void importPaths(inbox, dropped.files);
  });

  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!event.dataTransfer || !carriesFiles(event.dataTransfer.types)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      // Without a related target the pointer left the window, not just one element of it.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer || !carriesFiles(event.dataTransfer.types)) return;
      event.preventDefault();
      take(sortDropped(event.dataTransfer.items));
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);

  return (
    <>
      {over ? (
        <Portal>
          <div className={classes.veil}>
            <div className={classes.target}>
              <IconDownload size={36} stroke={1.4} aria-hidden />
              <strong>
                {dataset.data ? t('drop.into', { name: dataset.data.name }) : t('drop.noProject')}
              </strong>
              <span>{dataset.data ? t('drop.hint') : t('drop.noProjectText')}</span>
            </div>
          </div>
        </Portal>
      ) : null}
      {asked && inbox && project ? (
        <DropDialog dropped={asked} projectId={project.id} inbox={inbox} onClose={() => setAsked(null)} />
      ) : null}
    </>
  );
}
