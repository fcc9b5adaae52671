import { Button, Group, Table } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RemoteAbility } from '#core/model/remote-ability.ts';
import type { RemoteId } from '#core/model/sync.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { StateDot, type WorkTone } from '#renderer/ui/state-dot.tsx';
import classes from './sync.module.css';

const TONES = { full: 'done', partly: 'waiting', none: 'failed' } as const satisfies Record<
  RemoteAbility['extent'],
  WorkTone
>;

/** What the remote supports and what not, asked when somebody wants to know. */
export function Abilities(props: { readonly remoteId: RemoteId }) {
  const { t } = useTranslation('sync');
  const [open, setOpen] = useState(false);
  const abilities = useCall('sync.abilities', { remoteId: props.remoteId }, { enabled: open });
  return (
    <>
      <Button
        variant="subtle"
        className={classes.another ?? ''}
        aria-expanded={open}
        onClick={() => setOpen((was) => !was)}
      >
        {t(open ? 'abilities.hide' : 'abilities.show')}
      </Button>
      {open ? (
        <QueryGate query={abilities}>
          {(list) => (
            <Table aria-label={t('abilities.title')}>
              <Table.Tbody>
                {list.map((one) => (
                  <Row key={one.ability} {...one} />
                ))}
              </Table.Tbody>
            </Table>
          )}
        </QueryGate>
      ) : null}
    </>
  );
}

function Row({ ability, extent, reason, message }: RemoteAbility) {
  const { t } = useTranslation('sync');
  return (
    <Table.Tr>
      <Table.Td w={260}>{t(`abilities.what.${ability}`)}</Table.Td>
      <Table.Td w={120}>
        <Group gap={6} wrap="nowrap">
          <StateDot tone={TONES[extent]} />
          <span>{t(`abilities.extent.${extent}`)}</span>
        </Group>
      </Table.Td>
      <Table.Td>
        {reason === null ? null : t(`abilities.reason.${reason}`, { message: message ?? '' })}
      </Table.Td>
    </Table.Tr>
  );
}
