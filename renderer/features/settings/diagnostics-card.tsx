import { Button, Group, Table, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Check } from '#contract/app.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { StateDot, type WorkTone } from '#renderer/ui/state-dot.tsx';

const TONES = {
  ok: 'done',
  warning: 'waiting',
  missing: 'failed',
} as const satisfies Record<Check['state'], WorkTone>;

function CheckRow(props: { readonly check: Check }) {
  const { t } = useTranslation('settings');
  const { check } = props;
  return (
    <Table.Tr>
      <Table.Td fw={600}>{check.name}</Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          <StateDot tone={TONES[check.state]} />
          {t(`check.${check.state}`)}
        </Group>
      </Table.Td>
      <Table.Td data-selectable style={{ overflowWrap: 'anywhere' }}>
        {check.found}
        {check.remedy ? (
          <Text size="sm" c="dimmed" mt={2}>
            {check.remedy}
          </Text>
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}

/** What is found on this computer, and how to get what is missing. */
export function DiagnosticsCard() {
  const { t } = useTranslation('settings');
  const checks = useCall('diagnostics.check', {});
  return (
    <Card
      title={t('check.title')}
      action={
        <Button
          variant="subtle"
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={checks.isFetching}
          onClick={() => void checks.refetch()}
        >
          {t('check.again')}
        </Button>
      }
    >
      <QueryGate query={checks}>
        {(list) => (
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('check.name')}</Table.Th>
                <Table.Th>{t('check.state')}</Table.Th>
                <Table.Th>{t('check.found')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.map((check) => (
                <CheckRow key={check.name} check={check} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </QueryGate>
    </Card>
  );
}
