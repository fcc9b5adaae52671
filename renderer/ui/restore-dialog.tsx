import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconFileZip, IconFolderOpen } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { FolderField } from './folder-field.tsx';
import { notifyDone, notifyInfo } from './notify.ts';
import { useOpenWorkspace } from './open-workspace.ts';

/** Which backup: typed, or chosen in one of the system's dialogs. */
function BackupField(props: { readonly value: string; readonly onChange: (path: string) => void }) {
  const { t } = useTranslation('ui');
  const askFile = useMutate('dialogs.chooseBackup');
  const askFolder = useMutate('dialogs.chooseFolder');

  async function choose(asking: Promise<{ path: string | null }>) {
    const answer = await asking.catch(() => null);
    if (answer?.path) props.onChange(answer.path);
  }

  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput
        flex={1}
        label={t('restore.backup')}
        description={t('restore.backupText')}
        value={props.value}
        spellCheck={false}
        data-autofocus
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      <Button
        variant="default"
        h={30}
        leftSection={<IconFileZip size={15} aria-hidden />}
        onClick={() => void choose(askFile.mutateAsync({ title: t('restore.backup') }))}
      >
        {t('restore.file')}
      </Button>
      <Button
        variant="default"
        h={30}
        leftSection={<IconFolderOpen size={15} aria-hidden />}
        onClick={() => void choose(askFolder.mutateAsync({ title: t('restore.backup') }))}
      >
        {t('restore.folder')}
      </Button>
    </Group>
  );
}

/** Makes a workspace of a backup and opens it. */
export function RestoreDialog(props: { readonly onClose: () => void }) {
  const { t } = useTranslation('ui');
  const [backup, setBackup] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const suggested = useCall('workspaces.suggestPath', { name: t('restore.name') });
  const restore = useMutate('workspaces.restore');
  const { open } = useOpenWorkspace();
  const path = chosen ?? suggested.data?.path ?? '';
  const ready = backup.trim() !== '' && path.trim() !== '';

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!ready) return;
    const target = { backup: backup.trim(), path: path.trim() };
    const report = await restore.mutateAsync(target).catch(() => null);
    if (!report) return;
    const count = report.totals.error;
    if (count > 0) notifyInfo(t('restore.faultsTitle'), t('restore.faults', { count }));
    else notifyDone(t('restore.done'));
    await open(report.path);
    props.onClose();
  }

  return (
    <Modal opened onClose={props.onClose} title={t('restore.title')} size="lg">
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t('restore.text')}
          </Text>
          <BackupField value={backup} onChange={setBackup} />
          <FolderField
            label={t('restore.target')}
            description={t('restore.targetText')}
            value={path}
            onChange={setChosen}
          />
          {restore.isPending ? (
            <Text size="xs" c="dimmed" role="status">
              {t('restore.running')}
            </Text>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('restore.cancel')}
            </Button>
            <Button type="submit" loading={restore.isPending} disabled={!ready}>
              {t('restore.start')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
