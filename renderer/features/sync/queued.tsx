import { Button, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '#contract/index.ts';
import type { RemoteId } from '#core/model/sync.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { formatCount } from '#renderer/ui/format.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { ItemLink } from './item-link.tsx';
import classes from './sync.module.css';

type Queued = CallOutput<'sync.queued'>;

/** What goes to the remote by itself, asked for when somebody wants to know. */
export function Queued(props: { readonly remoteId: RemoteId }) {
  const { t } = useTranslation('sync');
  const [open, setOpen] = useState(false);
  const queued = useCall('sync.queued', { remoteId: props.remoteId }, { enabled: open });
  return (
    <>
      <Button
        variant="subtle"
        className={classes.another ?? ''}
        aria-expanded={open}
        onClick={() => setOpen((was) => !was)}
      >
        {t(open ? 'waits.hide' : 'waits.show')}
      </Button>
      {open ? <QueryGate query={queued}>{(found) => <Changes {...found} />}</QueryGate> : null}
    </>
  );
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
