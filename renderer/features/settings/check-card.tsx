import { Button, Group, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconFileZip, IconFolder, IconStethoscope, IconTool } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RepairReport, WorkspaceReport } from '#contract/workspace-check.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { FoundList, RepairedList } from './check-lists.tsx';
import classes from './settings.module.css';

function RepairMenu(props: { readonly busy: boolean; readonly repair: (from: string | null) => void }) {
  const { t } = useTranslation('settings');
  const askFile = useMutate('dialogs.chooseBackup');
  const askFolder = useMutate('dialogs.chooseFolder');

  async function choose(asking: Promise<{ path: string | null }>) {
    const answer = await asking.catch(() => null);
    if (answer?.path) props.repair(answer.path);
  }

  const title = t('repair.chooseBackup');
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          loading={props.busy}
          leftSection={<IconTool size={15} aria-hidden />}
          rightSection={<IconChevronDown size={13} aria-hidden />}
        >
          {t('repair.repair')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => props.repair(null)}>{t('repair.plain')}</Menu.Item>
        <Menu.Item
          leftSection={<IconFileZip size={15} aria-hidden />}
          onClick={() => void choose(askFile.mutateAsync({ title }))}
        >
          {t('repair.fromFile')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFolder size={15} aria-hidden />}
          onClick={() => void choose(askFolder.mutateAsync({ title }))}
        >
          {t('repair.fromFolder')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Checks the open workspace, tells what it finds, and mends it. */
export function CheckCard() {
  const { t } = useTranslation('settings');
  const [found, setFound] = useState<WorkspaceReport | null>(null);
  const [repaired, setRepaired] = useState<RepairReport | null>(null);
  const check = useMutate('workspaces.check');
  const mend = useMutate('workspaces.repair');
  const refresh = useRefresh();
  const busy = check.isPending || mend.isPending;

  async function look(deep: boolean) {
    setRepaired(null);
    setFound(await check.mutateAsync({ deep }).catch(() => null));
  }

  async function repair(from: string | null) {
    const report = await mend.mutateAsync({ from }).catch(() => null);
    if (!report) return;
    setFound(null);
    setRepaired(report);
    await refresh('storage.');
  }

  return (
    <Card title={t('repair.title')}>
      <div className={classes.body}>
        <Text size="sm" c="dimmed">
          {t('repair.text')}
        </Text>
        <Group gap="xs">
          <Button
            loading={check.isPending}
            disabled={busy}
            leftSection={<IconStethoscope size={15} aria-hidden />}
            onClick={() => void look(false)}
          >
            {t('repair.quick')}
          </Button>
          <Button
            variant="default"
            disabled={busy}
            title={t('repair.deepText')}
            onClick={() => void look(true)}
          >
            {t('repair.deep')}
          </Button>
          <RepairMenu busy={mend.isPending} repair={(from) => void repair(from)} />
        </Group>
        {found ? <FoundList report={found} /> : null}
        {repaired ? <RepairedList report={repaired} /> : null}
      </div>
    </Card>
  );
}
