import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '#contract/index.ts';
import type { RemoteId } from '#core/model/sync.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { formatCount } from '#renderer/ui/format.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { ItemLink } from './item-link.tsx';
import { Unfold } from './unfold.tsx';

type Queued = CallOutput<'sync.queued'>;

/** What goes to the remote by itself. */
export function Queued(props: { readonly remoteId: RemoteId }) {
  const { t } = useTranslation('sync');
  return (
    <Unfold show={t('waits.show')} hide={t('waits.hide')}>
      {() => <Waiting remoteId={props.remoteId} />}
    </Unfold>
  );
}

function Waiting(props: { readonly remoteId: RemoteId }) {
  const queued = useCall('sync.queued', { remoteId: props.remoteId });
  return <QueryGate query={queued}>{(found) => <Changes {...found} />}</QueryGate>;
}

function Changes({ kinds, changes }: Queued) {
  const { t } = useTranslation('sync');
  const all = kinds.reduce((sum, { count }) => sum + count, 0);
  return (
    <div>
      <Text size="sm">
        {kinds
          .map(({ kind, count }) => t(`waits.of.${kind}`, { count, shown: formatCount(count) }))
          .join(' · ')}
      </Text>
      <Table aria-label={t('waits.title')}>
        <Table.Tbody>
          {changes.map(({ seq, kind, itemId }) => (
            <Table.Tr key={seq}>
              <Table.Td w={160}>{t(`kind.${kind}`)}</Table.Td>
              <Table.Td>
                <ItemLink itemId={itemId} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {all > changes.length ? (
        <Text size="xs" c="dimmed" mt={6}>
          {t('conflicts.more', { shown: formatCount(changes.length), all: formatCount(all) })}
        </Text>
      ) : null}
    </div>
  );
}
