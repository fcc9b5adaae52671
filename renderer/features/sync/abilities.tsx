import { Group, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RemoteAbility } from '#core/model/remote-ability.ts';
import type { RemoteId } from '#core/model/sync.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { StateDot, type WorkTone } from '#renderer/ui/state-dot.tsx';
import { Unfold } from './unfold.tsx';

const TONES = { full: 'done', partly: 'waiting', none: 'failed' } as const satisfies Record<
  RemoteAbility['extent'],
  WorkTone
>;

/** What the remote supports and what not. */
export function Abilities(props: { readonly remoteId: RemoteId }) {
  const { t } = useTranslation('sync');
  return (
    <Unfold show={t('abilities.show')} hide={t('abilities.hide')}>
      {() => <Asked remoteId={props.remoteId} />}
    </Unfold>
  );
}

function Asked(props: { readonly remoteId: RemoteId }) {
  const { t } = useTranslation('sync');
  const abilities = useCall('sync.abilities', { remoteId: props.remoteId });
  return (
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
