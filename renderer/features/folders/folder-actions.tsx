import { ActionIcon, Group, Menu } from '@mantine/core';
import {
  IconDots,
  IconFilter,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { WatchedFolder } from '#core/model/watched-folder.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { notifyDone } from '#renderer/ui/notify.ts';

/** Pause or go on, look again, patterns, stop watching. */
export function FolderActions(props: { readonly folder: WatchedFolder; readonly onEdit: () => void }) {
  const { t } = useTranslation('folders');
  const { folder } = props;
  const folderId = folder.id;
  const update = useMutate('watchedFolders.update');
  const rescan = useMutate('watchedFolders.rescan');
  const remove = useMutate('watchedFolders.remove');
  const pauseTitle = t(folder.paused ? 'resume' : 'pause');

  async function stop() {
    const gone = await remove.mutateAsync({ folderId }).catch(() => undefined);
    if (gone !== undefined) notifyDone(t('done.removed', { path: folder.path }));
  }

  return (
    <Group gap={2} wrap="nowrap" justify="flex-end">
      <ActionIcon
        aria-label={pauseTitle}
        title={pauseTitle}
        loading={update.isPending}
        onClick={() => update.mutate({ folderId, paused: !folder.paused })}
      >
        {folder.paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
      </ActionIcon>
      <ActionIcon
        aria-label={t('rescan')}
        title={t('rescan')}
        loading={rescan.isPending}
        disabled={folder.paused}
        onClick={() => rescan.mutate({ folderId })}
      >
        <IconRefresh size={16} />
      </ActionIcon>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('more', { path: folder.path })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFilter size={15} />} onClick={props.onEdit}>
            {t('patterns')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => void stop()}>
            {t('remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
