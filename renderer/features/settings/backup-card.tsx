import { Button, Group, Menu, Text } from '@mantine/core';
import { IconArchive, IconChevronDown, IconFileZip, IconFolder, IconRestore } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutate } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { notifyDone, notifyInfo } from '#renderer/ui/notify.ts';
import { RestoreDialog } from '#renderer/ui/restore-dialog.tsx';
import { useWorkspace } from '#renderer/ui/workspace.ts';
import classes from './settings.module.css';

/** Backs the open workspace up, and makes a workspace of a backup. */
export function BackupCard() {
  const { t } = useTranslation('settings');
  const { workspace } = useWorkspace();
  const [restoring, setRestoring] = useState(false);
  const askFile = useMutate('dialogs.saveBackup');
  const askFolder = useMutate('dialogs.chooseFolder');
  const backUp = useMutate('workspaces.backup');
  const name = `${workspace?.name ?? 'workspace'}-${new Date().toISOString().slice(0, 10)}`;

  async function make(path: string) {
    notifyInfo(t('backup.title'), t('backup.started'));
    const report = await backUp.mutateAsync({ path }).catch(() => null);
    if (!report) return;
    const count = report.totals.error;
    if (count > 0) notifyInfo(t('backup.faultsTitle'), t('backup.faults', { count, path: report.path }));
    else notifyDone(t('backup.done', { path: report.path }));
  }

  async function intoFile() {
    const title = t('backup.chooseFile');
    const answer = await askFile.mutateAsync({ title, name: `${name}.tar` }).catch(() => null);
    if (answer?.path) await make(answer.path);
  }

  async function intoFolder() {
    const answer = await askFolder.mutateAsync({ title: t('backup.chooseFolder') }).catch(() => null);
    if (answer?.path) await make(`${answer.path}/${name}`);
  }

  return (
    <Card title={t('backup.title')}>
      <div className={classes.body}>
        <Text size="sm" c="dimmed">
          {t('backup.text')}
        </Text>
        <Group gap="xs">
          <Menu position="bottom-start">
            <Menu.Target>
              <Button
                loading={backUp.isPending}
                leftSection={<IconArchive size={15} aria-hidden />}
                rightSection={<IconChevronDown size={13} aria-hidden />}
              >
                {t('backup.make')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconFileZip size={15} aria-hidden />} onClick={() => void intoFile()}>
                {t('backup.file')}
              </Menu.Item>
              <Menu.Item leftSection={<IconFolder size={15} aria-hidden />} onClick={() => void intoFolder()}>
                {t('backup.folder')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <Button
            variant="default"
            leftSection={<IconRestore size={15} aria-hidden />}
            onClick={() => setRestoring(true)}
          >
            {t('backup.restore')}
          </Button>
        </Group>
      </div>
      {restoring ? <RestoreDialog onClose={() => setRestoring(false)} /> : null}
    </Card>
  );
}
