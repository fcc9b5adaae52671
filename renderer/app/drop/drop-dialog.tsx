import { Button, Group, Modal, Radio, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IngestMode } from '#core/model/watched-folder.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { useImport } from '#renderer/ui/import-files.ts';
import { ModeChoice } from '#renderer/ui/mode-choice.tsx';
import { notifyDone } from '#renderer/ui/notify.ts';
import { PathText } from '#renderer/ui/path-text.tsx';
import type { Dropped } from './dropped.ts';

type How = 'import' | 'watch';

/** Asks what to do with dropped folders: take what is in them now, or watch them from now on. */
export function DropDialog(props: {
  readonly dropped: Dropped;
  readonly projectId: string;
  readonly inbox: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('app');
  const { files, folders } = props.dropped;
  const [how, setHow] = useState<How>('watch');
  const [mode, setMode] = useState<IngestMode>('link');
  const [datasetId, setDatasetId] = useState(props.inbox);
  const datasets = useCall('datasets.list', { projectId: props.projectId });
  const { importPaths } = useImport();
  const watch = useMutate('watchedFolders.add');

  async function confirm() {
    props.onClose();
    if (how === 'import') {
      await importPaths(datasetId, [...folders, ...files], mode);
      return;
    }
    for (const path of folders) {
      const added = await watch.mutateAsync({ datasetId, path, mode }).catch(() => null);
      if (added) notifyDone(t('drop.watching', { path }));
    }
    await importPaths(datasetId, files, mode);
  }

  return (
    <Modal opened onClose={props.onClose} title={t('drop.title', { count: folders.length })} size="md">
      <Stack gap="md">
        <Stack gap={2}>
          {folders.slice(0, 5).map((path) => (
            <PathText key={path} path={path} />
          ))}
          {folders.length > 5 ? (
            <Text size="xs" c="dimmed">
              {t('drop.more', { count: folders.length - 5 })}
            </Text>
          ) : null}
        </Stack>
        <Radio.Group value={how} onChange={(value) => setHow(value as How)} aria-label={t('drop.how')}>
          <Stack gap="sm">
            <Radio size="xs" value="watch" label={t('drop.watch')} description={t('drop.watchText')} />
            <Radio size="xs" value="import" label={t('drop.import')} description={t('drop.importText')} />
          </Stack>
        </Radio.Group>
        <Select
          label={t('drop.dataset')}
          data={(datasets.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={datasetId}
          onChange={(value) => value && setDatasetId(value)}
        />
        <ModeChoice value={mode} onChange={setMode} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {t('cancel')}
          </Button>
          <Button onClick={() => void confirm()} data-autofocus>
            {t(how === 'watch' ? 'drop.doWatch' : 'drop.doImport')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
