import { Button, Group, Table, Text } from '@mantine/core';
import { IconFileDownload, IconFileUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { formatCount } from '#renderer/ui/format.ts';
import { notifyDone, notifyInfo } from '#renderer/ui/notify.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { AlongRow } from './along-rows.tsx';
import { PackForm } from './pack-form.tsx';
import { LeaseRow, TakenRow } from './pack-rows.tsx';
import classes from './sync.module.css';

const OUTCOME = '.outcome.sluicepack';

/** Items that travel in files: what was taken along here, and what others have taken along from here. */
export function PacksCard() {
  const { t } = useTranslation('sync');
  const along = useCall('sync.along', {});
  const taken = useCall('packs.taken', {});
  const leases = useCall('packs.leases', {});
  const ask = useMutate('dialogs.choosePack');
  const open = useMutate('packs.open');
  const settle = useMutate('packs.takeOutcome');
  const receive = useMutate('packs.receive');
  const refresh = useRefresh();

  async function openFile() {
    const path = (await ask.mutateAsync({ title: t('packs.open') }).catch(() => null))?.path;
    if (!path) return;
    if (path.endsWith(OUTCOME)) {
      const done = await settle.mutateAsync({ path }).catch(() => null);
      if (done) notifyDone(t('packs.settled', { count: done.settled, shown: formatCount(done.settled) }));
    } else {
      const done = await open.mutateAsync({ path }).catch(() => null);
      if (done) {
        const count = { count: done.items, shown: formatCount(done.items) };
        notifyInfo(t('packs.opened', count), t('packs.compare', { key: done.pack.fingerprint }));
      }
    }
    await Promise.all([refresh('packs.'), refresh('sync.')]);
  }

  async function receiveFile() {
    const path = (await ask.mutateAsync({ title: t('packs.receive') }).catch(() => null))?.path;
    if (!path) return;
    const outcomePath = `${path.replace(/(\.return)?\.sluicepack$/, '')}${OUTCOME}`;
    const done = await receive.mutateAsync({ path, outcomePath }).catch(() => null);
    if (done) {
      const facts = [
        t('packs.before', { count: done.before, shown: formatCount(done.before) }),
        t('packs.conflicts', { count: done.conflicts, shown: formatCount(done.conflicts) }),
        ...done.refused,
        t('packs.outcomeAt', { path: outcomePath }),
      ];
      const count = { count: done.changes, shown: formatCount(done.changes) };
      notifyInfo(t('packs.received', count), facts.join(' '));
    }
    await refresh('packs.');
  }

  return (
    <Card
      title={t('packs.title')}
      action={
        <Group gap={8}>
          <Button
            variant="default"
            leftSection={<IconFileDownload size={14} aria-hidden />}
            loading={open.isPending || settle.isPending}
            onClick={() => void openFile()}
          >
            {t('packs.open')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconFileUpload size={14} aria-hidden />}
            loading={receive.isPending}
            onClick={() => void receiveFile()}
          >
            {t('packs.receive')}
          </Button>
        </Group>
      }
    >
      <div className={classes.body}>
        <Text size="sm" c="dimmed">
          {t('packs.text')}
        </Text>
        {along.data && along.data.length > 0 ? (
          <Table aria-label={t('along.title')}>
            <Heads names={[t('along.title'), t('along.files'), t('packs.until'), t('packs.left'), '']} />
            <Table.Tbody>
              {along.data.map((one) => (
                <AlongRow key={one.id} along={one} now={along.dataUpdatedAt} />
              ))}
            </Table.Tbody>
          </Table>
        ) : null}
        {taken.data && taken.data.length > 0 ? (
          <Table aria-label={t('packs.taken')}>
            <Heads names={[t('packs.taken'), t('packs.from'), t('packs.until'), t('packs.waits'), '']} />
            <Table.Tbody>
              {taken.data.map((pack) => (
                <TakenRow key={pack.id} pack={pack} />
              ))}
            </Table.Tbody>
          </Table>
        ) : null}
        <PackForm />
        {leases.data && leases.data.length > 0 ? (
          <Table aria-label={t('packs.made')}>
            <Heads names={[t('packs.made'), t('packs.person'), t('packs.until'), t('packs.left'), '']} />
            <Table.Tbody>
              {leases.data.map((lease) => (
                <LeaseRow key={lease.id} lease={lease} />
              ))}
            </Table.Tbody>
          </Table>
        ) : null}
      </div>
    </Card>
  );
}

function Heads(props: { readonly names: readonly string[] }) {
  return (
    <Table.Thead>
      <Table.Tr>
        {props.names.map((name) =>
          name === '' ? (
            <Table.Td key="" />
          ) : (
            <Table.Th key={name} className={classes.line ?? ''}>
              {name}
            </Table.Th>
          ),
        )}
      </Table.Tr>
    </Table.Thead>
  );
}
