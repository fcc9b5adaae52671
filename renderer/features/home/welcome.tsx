import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconArchive, IconFolderOpen, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOpenWorkspace } from '#renderer/ui/open-workspace.ts';
import { RestoreDialog } from '#renderer/ui/restore-dialog.tsx';
import logo from '../../../resources/icons/icon.svg';
import { DamagedCard } from './damaged-card.tsx';
import { NewWorkspace } from './new-workspace.tsx';
import { RecentList } from './recent-list.tsx';
import classes from './welcome.module.css';

/** Shown while no workspace is open. */
export function Welcome() {
  const { t } = useTranslation('home');
  const [making, setMaking] = useState(false);
  const [restoring, setRestoring] = useState(false);
  const { chooseAndOpen, busy } = useOpenWorkspace();
  return (
    <div className={classes.page}>
      <div className={classes.sheet}>
        <DamagedCard onRestore={() => setRestoring(true)} />
        <Stack gap="lg" className={classes.intro}>
          <Group gap="md" wrap="nowrap">
            <img src={logo} alt="" width={56} height={56} />
            <div>
              <Title order={1} fz={24}>
                {t('welcome.title')}
              </Title>
              <Text c="dimmed">{t('welcome.text')}</Text>
            </div>
          </Group>
          <Stack gap="xs">
            <Button
              size="md"
              justify="flex-start"
              leftSection={<IconPlus size={18} aria-hidden />}
              onClick={() => setMaking(true)}
            >
              {t('welcome.new')}
            </Button>
            <Button
              size="md"
              justify="flex-start"
              variant="default"
              leftSection={<IconFolderOpen size={18} aria-hidden />}
              loading={busy}
              onClick={() => void chooseAndOpen()}
            >
              {t('welcome.open')}
            </Button>
            <Button
              size="md"
              justify="flex-start"
              variant="default"
              leftSection={<IconArchive size={18} aria-hidden />}
              onClick={() => setRestoring(true)}
            >
              {t('welcome.restore')}
            </Button>
          </Stack>
          <Text size="xs" c="dimmed">
            {t('welcome.what')}
          </Text>
        </Stack>
        <RecentList />
      </div>
      {restoring ? <RestoreDialog onClose={() => setRestoring(false)} /> : null}
      {making ? <NewWorkspace onClose={() => setMaking(false)} /> : null}
    </div>
  );
}
