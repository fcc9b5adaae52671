import { Button, Group, NumberInput, Table, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StorageUsage } from '#contract/storage.ts';
import type { Settings } from '#core/model/workspace.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { formatBytes, formatCount } from '#renderer/ui/format.ts';
import { notifyDone } from '#renderer/ui/notify.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import classes from './settings.module.css';
import { useSaveSettings } from './use-save-settings.ts';

function UsageTable(props: { readonly usage: StorageUsage }) {
  const { t } = useTranslation('settings');
  const parts = props.usage.parts.filter(({ bytes }) => bytes > 0).toSorted((a, b) => b.bytes - a.bytes);
  const most = Math.max(1, ...parts.map(({ bytes }) => bytes));
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('storage.what')}</Table.Th>
          <Table.Th aria-hidden />
          <Table.Th ta="right">{t('storage.files')}</Table.Th>
          <Table.Th ta="right">{t('storage.size')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {parts.map(({ part, files, bytes }) => (
          <Table.Tr key={part}>
            <Table.Td>{t(`storage.part.${part}`)}</Table.Td>
            <Table.Td w="40%" aria-hidden>
              <span className={classes.bar} style={{ width: `${Math.max(1, (bytes / most) * 100)}%` }} />
            </Table.Td>
            <Table.Td className={classes.number}>{formatCount(files)}</Table.Td>
            <Table.Td className={classes.number}>{formatBytes(bytes)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** What could be freed, and the ways to do it. */
function FreeSpace(props: { readonly usage: StorageUsage }) {
  const { t } = useTranslation('settings');
  const { reclaimable, parts, free } = props.usage;
  const refresh = useRefresh();
  const collect = useMutate('storage.collect');
  const clear = useMutate('storage.clearCaches');
  const inTrash = parts.find(({ part }) => part === 'trash')?.bytes ?? 0;

  async function collectNow(emptyTrash: boolean) {
    const done = await collect.mutateAsync({ emptyTrash }).catch(() => null);
    if (!done) return;
    const [moved, removed] = [formatBytes(done.moved.bytes), formatBytes(done.removed.bytes)];
    notifyDone(t('storage.collected', { moved, removed }));
    await refresh('storage.');
  }

  async function clearCaches() {
    const done = await clear.mutateAsync({}).catch(() => null);
    if (!done) return;
    notifyDone(t('storage.cleared', { size: formatBytes(done.bytes) }));
    await refresh('storage.');
  }

  const found = { count: reclaimable.files, size: formatBytes(reclaimable.bytes) };
  return (
    <>
      <Text size="sm">
        {reclaimable.files > 0 ? t('storage.reclaimable', found) : t('storage.nothing')}{' '}
        <Text span c="dimmed">
          {t('storage.free', { size: formatBytes(free) })}
        </Text>
      </Text>
      <Group gap="xs">
        <Button
          disabled={reclaimable.files === 0}
          loading={collect.isPending}
          onClick={() => void collectNow(false)}
        >
          {t('storage.collect')}
        </Button>
        <Button
          variant="default"
          disabled={inTrash === 0}
          loading={collect.isPending}
          onClick={() => void collectNow(true)}
        >
          {t('storage.empty')}
        </Button>
        <Button variant="default" loading={clear.isPending} onClick={() => void clearCaches()}>
          {t('storage.clear')}
        </Button>
      </Group>
    </>
  );
}

function CacheLimit(props: { readonly settings: Settings }) {
  const { t } = useTranslation('settings');
  const { save, busy } = useSaveSettings();
  const [limit, setLimit] = useState(props.settings.cacheGb);
  return (
    <Group align="flex-end" wrap="nowrap">
      <NumberInput
        flex={1}
        label={t('storage.limit')}
        description={t('storage.limitText')}
        min={0.1}
        max={100_000}
        value={limit}
        onChange={(value) => setLimit(Number(value) || props.settings.cacheGb)}
      />
      <Button
        h={30}
        disabled={limit === props.settings.cacheGb}
        loading={busy}
        onClick={() => void save({ cacheGb: limit })}
      >
        {t('save')}
      </Button>
    </Group>
  );
}

/** What takes how much space in the workspace, and freeing it. */
export function StorageCard(props: { readonly settings: Settings }) {
  const { t } = useTranslation('settings');
  const usage = useCall('storage.usage', {});
  return (
    <Card
      title={t('storage.title')}
      action={
        <Button
          variant="subtle"
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={usage.isFetching}
          onClick={() => void usage.refetch()}
        >
          {t('storage.again')}
        </Button>
      }
    >
      <QueryGate query={usage}>
        {(data) => (
          <>
            <UsageTable usage={data} />
            <div className={classes.body}>
              <FreeSpace usage={data} />
              <CacheLimit key={props.settings.cacheGb} settings={props.settings} />
            </div>
          </>
        )}
      </QueryGate>
    </Card>
  );
}
