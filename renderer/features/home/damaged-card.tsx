import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconArchive, IconDatabaseX, IconFolderOpen, IconTool } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RepairReport } from '#contract/workspace-check.ts';
import { useEngineState } from '#renderer/client/engine-state.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { useDamagedWorkspace } from '#renderer/ui/damaged-workspace.ts';
import { useOpenWorkspace } from '#renderer/ui/open-workspace.ts';

const RepairedList = lazy(async () => ({
  default: (await import('#renderer/features/settings/index.ts')).RepairedList,
}));

/** A workspace did not open because its database is damaged: what can be done about it, and what was done. */
export function DamagedCard(props: { readonly onRestore: () => void }) {
  const { t } = useTranslation('home');
  const { damaged, tell } = useDamagedWorkspace();
  const { error } = useEngineState();
  const [left, setLeft] = useState<unknown>(null);
  const [repaired, setRepaired] = useState<{ path: string; report: RepairReport } | null>(null);
  const mend = useMutate('workspaces.repairClosed');
  const { open, busy } = useOpenWorkspace();
  // The one that was open at the last end is opened before there is a window.
  const last = error?.code === 'database-corrupt' && error !== left ? error : null;
  const lastPath = last?.details?.['root'];
  const shown =
    damaged ?? (last && typeof lastPath === 'string' ? { path: lastPath, message: last.message } : null);
  if (!shown) return null;
  const { path, message } = shown;
  const report = repaired?.path === path ? repaired.report : null;

  async function repair() {
    const made = await mend.mutateAsync({ path }).catch(() => null);
    if (made) setRepaired({ path, report: made });
  }

  return (
    <Alert
      color={report ? 'teal' : 'red'}
      icon={<IconDatabaseX size={20} aria-hidden />}
      title={t(report ? 'damaged.repaired' : 'damaged.title', { path })}
      withCloseButton={!mend.isPending}
      closeButtonLabel={t('damaged.close')}
      onClose={() => {
        tell(null);
        setLeft(error);
      }}
      style={{ gridColumn: '1 / -1', overflowWrap: 'anywhere' }}
      radius={0}
    >
      <Stack gap="xs">
        {report ? (
          <Suspense>
            <RepairedList report={report} />
          </Suspense>
        ) : (
          <>
            <Text size="sm" data-selectable>
              {message}
            </Text>
            <Text size="sm">{t('damaged.text')}</Text>
          </>
        )}
        {mend.isPending ? (
          <Text size="xs" c="dimmed" role="status">
            {t('damaged.running')}
          </Text>
        ) : null}
        <Group gap="xs">
          {report ? (
            <Button
              loading={busy}
              leftSection={<IconFolderOpen size={15} aria-hidden />}
              onClick={() => void open(path)}
            >
              {t('damaged.open')}
            </Button>
          ) : (
            <Button
              loading={mend.isPending}
              leftSection={<IconTool size={15} aria-hidden />}
              onClick={() => void repair()}
            >
              {t('damaged.repair')}
            </Button>
          )}
          <Button
            variant="default"
            disabled={mend.isPending}
            leftSection={<IconArchive size={15} aria-hidden />}
            onClick={props.onRestore}
          >
            {t('welcome.restore')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
