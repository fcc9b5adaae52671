import { Button, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Lease, TakenPack } from '#core/model/pack.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { formatCount, formatDateTime } from '#renderer/ui/format.ts';
import { notifyInfo } from '#renderer/ui/notify.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import classes from './sync.module.css';

/** A pack that was opened here. */
export function TakenRow(props: { readonly pack: TakenPack }) {
  const { t } = useTranslation('sync');
  const { id, taskName, hub, fingerprint, until, queued } = props.pack;
  const ask = useMutate('dialogs.savePack');
  const write = useMutate('packs.writeReturn');
  const refresh = useRefresh();

  async function save() {
    const title = t('packs.write');
    const answer = await ask.mutateAsync({ title, name: `${taskName}.return.sluicepack` }).catch(() => null);
    if (!answer?.path) return;
    const done = await write.mutateAsync({ packId: id, path: answer.path }).catch(() => null);
    if (done) {
      const facts = [
        t('packs.later', { count: done.later, shown: formatCount(done.later) }),
        t('packs.newItems', { count: done.newItems, shown: formatCount(done.newItems) }),
      ].filter((_, at) => (at === 0 ? done.later : done.newItems) > 0);
      const text = [t('packs.carry'), ...facts].join(' ');
      notifyInfo(t('packs.written', { count: done.changes, shown: formatCount(done.changes) }), text);
    }
    await refresh('packs.');
  }

  return (
    <Table.Tr>
      <Table.Td>{taskName}</Table.Td>
      <Table.Td>
        {hub}
        <Text size="xs" c="dimmed" className={classes.line ?? ''} data-selectable>
          {t('packs.key', { key: fingerprint })}
        </Text>
      </Table.Td>
      <Table.Td className={classes.line ?? ''}>{formatDateTime(until)}</Table.Td>
      <Table.Td>{formatCount(queued)}</Table.Td>
      <Table.Td align="right">
        <Button
          variant="default"
          disabled={queued === 0}
          loading={write.isPending}
          onClick={() => void save()}
        >
          {t('packs.write')}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

/** Days from now for which a pack holds once it is extended. */
const LONGER_DAYS = 7;

/** A pack that was made here. */
export function LeaseRow(props: { readonly lease: Lease }) {
  const { t } = useTranslation('sync');
  const { id, taskName, person, items, left, until, endedAt, cameAt } = props.lease;
  const end = useMutate('packs.end');
  const extend = useMutate('packs.extend');
  const refresh = useRefresh();

  async function longer() {
    await extend.mutateAsync({ packId: id, days: LONGER_DAYS }).catch(() => null);
    await refresh('packs.');
  }

  async function stop() {
    await end.mutateAsync({ packId: id }).catch(() => null);
    await refresh('packs.');
  }

  return (
    <Table.Tr>
      <Table.Td>{taskName}</Table.Td>
      <Table.Td>
        {person}
        <Text size="xs" c="dimmed">
          {cameAt === null ? t('packs.notBack') : t('packs.cameAt', { time: formatDateTime(cameAt) })}
        </Text>
      </Table.Td>
      <Table.Td className={classes.line ?? ''}>
        {endedAt === null ? formatDateTime(until) : t('packs.ended')}
      </Table.Td>
      <Table.Td>{t('packs.leftOf', { left: formatCount(left), items: formatCount(items) })}</Table.Td>
      <Table.Td align="right">
        {endedAt === null ? (
          <Group gap={6} wrap="nowrap" justify="flex-end">
            <Button variant="default" loading={extend.isPending} onClick={() => void longer()}>
              {t('packs.extend', { count: LONGER_DAYS })}
            </Button>
            <Button variant="default" loading={end.isPending} onClick={() => void stop()}>
              {t('packs.end')}
            </Button>
          </Group>
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}
