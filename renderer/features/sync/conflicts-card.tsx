import { Button, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '#core/model/sync.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { formatCount } from '#renderer/ui/format.ts';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { routes } from '#renderer/ui/routes.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import classes from './sync.module.css';
import { useItemName } from './use-item-name.ts';
import { partOf, shown } from './words.ts';

/** Fields that two people changed differently, with both values, to be decided one by one or all at once. */
export function ConflictsCard() {
  const { t } = useTranslation('sync');
  const page = useCall('sync.conflicts', {});
  const solve = useMutate('sync.solve');
  const refresh = useRefresh();
  if (!page.data || page.data.total === 0) return null;
  const { conflicts, total } = page.data;

  async function choose(choice: 'mine' | 'theirs', chosen: readonly Conflict[]) {
    await solve.mutateAsync({ conflictIds: chosen.map(({ id }) => id), choice }).catch(() => null);
    await refresh('sync.');
  }

  return (
    <Card
      title={t('conflicts.title', { count: total, shown: formatCount(total) })}
      action={
        <Group gap={8}>
          <Button variant="default" disabled={solve.isPending} onClick={() => void choose('mine', conflicts)}>
            {t('conflicts.allMine')}
          </Button>
          <Button
            variant="default"
            disabled={solve.isPending}
            onClick={() => void choose('theirs', conflicts)}
          >
            {t('conflicts.allTheirs')}
          </Button>
        </Group>
      }
    >
      <Text size="sm" c="dimmed" className={classes.text ?? ''}>
        {t('conflicts.text')}
      </Text>
      <Table aria-label={t('conflicts.title', { count: total, shown: formatCount(total) })}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('conflicts.item')}</Table.Th>
            <Table.Th>{t('conflicts.field')}</Table.Th>
            <Table.Th>{t('conflicts.base')}</Table.Th>
            <Table.Th>{t('conflicts.mine')}</Table.Th>
            <Table.Th>{t('conflicts.theirs')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {conflicts.map((conflict) => (
            <Row
              key={conflict.id}
              conflict={conflict}
              busy={solve.isPending}
              onChoose={(choice) => void choose(choice, [conflict])}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

function Row(props: {
  readonly conflict: Conflict;
  readonly busy: boolean;
  readonly onChoose: (choice: 'mine' | 'theirs') => void;
}) {
  const { t } = useTranslation('sync');
  const { conflict } = props;
  const name = useItemName(conflict.itemId);
  const part = partOf(conflict);
  const side = (choice: 'mine' | 'theirs') => (
    <Table.Td>
      <div className={classes.value} data-selectable>
        {shown(conflict[choice]) ?? t('conflicts.nothing')}
      </div>
      <Button variant="light" disabled={props.busy} onClick={() => props.onChoose(choice)}>
        {t(choice === 'mine' ? 'conflicts.takeMine' : 'conflicts.takeTheirs')}
      </Button>
      {choice === 'theirs' && conflict.by !== null ? (
        <Text size="xs" c="dimmed">
          {t('conflicts.by', { person: conflict.by })}
        </Text>
      ) : null}
    </Table.Td>
  );
  return (
    <Table.Tr>
      <Table.Td>
        <LinkButton to={routes.view(conflict.itemId)} variant="subtle">
          {name}
        </LinkButton>
      </Table.Td>
      <Table.Td>{t(`part.${part.kind}`, { name: part.name })}</Table.Td>
      <Table.Td>
        <div className={classes.value} data-selectable>
          {shown(conflict.base) ?? t('conflicts.nothing')}
        </div>
      </Table.Td>
      {side('mine')}
      {side('theirs')}
    </Table.Tr>
  );
}
