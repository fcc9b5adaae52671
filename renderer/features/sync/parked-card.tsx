import { Button, Group, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '#core/model/sync.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { ItemLink } from './item-link.tsx';

/** Changes that the remote did not take, each with its reason; nothing is shown when there are none. */
export function ParkedCard() {
  const { t } = useTranslation('sync');
  const parked = useCall('sync.parked', {});
  if (!parked.data || parked.data.length === 0) return null;
  return (
    <Card title={t('parked.title', { count: parked.data.length })}>
      <Table aria-label={t('parked.title', { count: parked.data.length })}>
        <Table.Tbody>
          {parked.data.map((change) => (
            <Row key={change.seq} {...change} />
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

function Row(props: {
  readonly seq: number;
  readonly kind: Conflict['kind'];
  readonly itemId: string;
  readonly message: string;
}) {
  const { t } = useTranslation('sync');
  const { seq, itemId } = props;
  const unpark = useMutate('sync.unpark');
  const refresh = useRefresh();

  async function act(how: 'again' | 'drop') {
    await unpark.mutateAsync({ seq, how }).catch(() => null);
    await refresh('sync.');
  }

  return (
    <Table.Tr>
      <Table.Td>{t(`kind.${props.kind}`)}</Table.Td>
      <Table.Td>
        <ItemLink itemId={itemId} />
      </Table.Td>
      <Table.Td data-selectable>{props.message}</Table.Td>
      <Table.Td>
        <Group gap={6} justify="flex-end" wrap="nowrap">
          <Button variant="default" onClick={() => void act('again')}>
            {t('parked.again')}
          </Button>
          <Button variant="subtle" onClick={() => void act('drop')}>
            {t('parked.drop')}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
