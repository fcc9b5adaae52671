import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '#core/model/sync.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { AgainOrDrop } from './again-or-drop.tsx';
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

  return (
    <Table.Tr>
      <Table.Td>{t(`kind.${props.kind}`)}</Table.Td>
      <Table.Td>
        <ItemLink itemId={itemId} />
      </Table.Td>
      <Table.Td data-selectable>{props.message}</Table.Td>
      <Table.Td>
        <AgainOrDrop act={(how) => unpark.mutateAsync({ seq, how })} />
      </Table.Td>
    </Table.Tr>
  );
}
