import { Button, Group, Table, Text } from '@mantine/core';
import { IconFileDownload, IconFileUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { usePackFiles } from '#renderer/ui/pack-files.ts';
import { AlongRow } from './along-rows.tsx';
import { PackForm } from './pack-form.tsx';
import { LeaseRow, TakenRow } from './pack-rows.tsx';
import classes from './sync.module.css';

/** Items that travel in files: what was taken along here, and what others have taken along from here. */
export function PacksCard() {
  const { t } = useTranslation('sync');
  const along = useCall('sync.along', {});
  const taken = useCall('packs.taken', {});
  const leases = useCall('packs.leases', {});
  const ask = useMutate('dialogs.choosePack');
  const files = usePackFiles();

  async function chosen(title: string, take: (path: string) => Promise<void>) {
    const path = (await ask.mutateAsync({ title }).catch(() => null))?.path;
    if (path) await take(path);
  }

  return (
    <Card
      title={t('packs.title')}
      action={
        <Group gap={8}>
          <Button
            variant="default"
            leftSection={<IconFileDownload size={14} aria-hidden />}
            loading={files.isOpening}
            onClick={() => void chosen(t('packs.open'), files.openFile)}
          >
            {t('packs.open')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconFileUpload size={14} aria-hidden />}
            loading={files.isReceiving}
            onClick={() => void chosen(t('packs.receive'), files.receiveFile)}
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
