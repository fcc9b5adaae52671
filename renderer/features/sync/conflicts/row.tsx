import { Button, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '#core/model/sync.ts';
import { ItemLink } from '../item-link.tsx';
import classes from '../sync.module.css';
import { SaidText } from './said.tsx';
import { SIDES } from './sides.ts';
import type { Choice } from './use-decide.ts';
import { partOf } from './words.ts';

/** One field that two people changed differently, in one line. */
export function Row(props: {
  readonly conflict: Conflict;
  readonly busy: boolean;
  readonly onShow: () => void;
  readonly onChoose: (choice: Choice) => void;
  readonly onAgain: () => void;
}) {
  const { t } = useTranslation('sync');
  const { conflict, busy } = props;
  const part = partOf(conflict);
  return (
    <Table.Tr>
      <Table.Td>
        <ItemLink itemId={conflict.itemId} />
      </Table.Td>
      <Table.Td>{t(`part.${part.kind}`, { name: part.name })}</Table.Td>
      {SIDES.map((side) => (
        <Table.Td key={side}>
          <div className={classes.value} data-selectable data-chosen={conflict.choice === side}>
            <SaidText conflict={conflict} side={side} />
          </div>
          {side === 'theirs' && conflict.by !== null ? (
            <Text size="xs" c="dimmed">
              {t('conflicts.by', { person: conflict.by })}
            </Text>
          ) : null}
        </Table.Td>
      ))}
      <Table.Td>
        <Group gap={6} wrap="nowrap" justify="flex-end">
          {conflict.choice === null ? (
            <>
              <Button variant="default" onClick={props.onShow}>
                {t('conflicts.show')}
              </Button>
              <Button variant="light" disabled={busy} onClick={() => props.onChoose('mine')}>
                {t('conflicts.takeMine')}
              </Button>
              <Button variant="light" disabled={busy} onClick={() => props.onChoose('theirs')}>
                {t('conflicts.takeTheirs')}
              </Button>
            </>
          ) : (
            <>
              <Text size="sm">{t(`conflicts.chosen.${conflict.choice}`)}</Text>
              <Button variant="default" disabled={busy} onClick={props.onAgain}>
                {t('conflicts.again')}
              </Button>
            </>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
