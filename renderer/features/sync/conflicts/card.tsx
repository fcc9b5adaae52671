import { SegmentedControl, Table, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhichConflicts } from '#core/model/sync.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { formatCount } from '#renderer/ui/format.ts';
import classes from '../sync.module.css';
import { ConflictDialog } from './dialog.tsx';
import { Filter, OfItem } from './filter.tsx';
import { Row } from './row.tsx';
import { casesOf, SIDES } from './sides.ts';
import { useDecide } from './use-decide.ts';

type State = 'waiting' | 'decided';

/** Rows that are listed: what goes beyond is decided all at once, or comes after. */
const SHOWN = 200;

/** In place of the key of a thing: the first that is listed. */
const FIRST = '';

/** What two people changed differently: decided on the picture, one by one or all that are alike, and decided anew. */
export function ConflictsCard(props: { readonly itemId: string | null }) {
  const { t } = useTranslation('sync');
  const [state, setState] = useState<State>('waiting');
  const [which, setWhich] = useState<WhichConflicts>({});
  const [itemId, setItemId] = useState(props.itemId);
  const [open, setOpen] = useState<string | null>(props.itemId === null ? null : FIRST);
  const waiting = useCall('sync.conflicts', { limit: 1 });
  const decided = useCall('sync.conflicts', { state: 'decided', limit: 1 });
  const page = useCall('sync.conflicts', { state, itemId, which, limit: SHOWN }, { keepPrevious: true });
  const decide = useDecide();
  const total = waiting.data?.total ?? 0;
  if (!page.data || (total === 0 && (decided.data?.total ?? 0) === 0)) return null;
  const { conflicts, total: alike } = page.data;
  const cases = casesOf(conflicts);

  return (
    <Card
      title={t('conflicts.title', { count: total, shown: formatCount(total) })}
      action={
        <SegmentedControl
          size="xs"
          aria-label={t('conflicts.which')}
          value={state}
          data={[
            { value: 'waiting', label: t('conflicts.waiting') },
            { value: 'decided', label: t('conflicts.decided') },
          ]}
          onChange={(value) => {
            setState(value === 'decided' ? 'decided' : 'waiting');
            setWhich({});
          }}
        />
      }
    >
      <Text size="sm" c="dimmed" className={classes.text ?? ''}>
        {t(
          state === 'decided' ? 'conflicts.decidedText' : total > 0 ? 'conflicts.text' : 'conflicts.lookBack',
        )}
      </Text>
      {itemId === null ? null : <OfItem itemId={itemId} onAll={() => setItemId(null)} />}
      {itemId === null && state === 'waiting' && total > 0 ? (
        <Filter which={which} alike={alike} onWhich={setWhich} onOpen={() => setOpen(FIRST)} />
      ) : null}
      {conflicts.length > 0 ? (
        <Table aria-label={t('conflicts.table')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('conflicts.item')}</Table.Th>
              <Table.Th>{t('conflicts.field')}</Table.Th>
              {SIDES.map((side) => (
                <Table.Th key={side}>{t(`case.${side}`)}</Table.Th>
              ))}
              <Table.Th>
                <VisuallyHidden>{t('actions')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {cases.flatMap((about) =>
              about.conflicts.map((conflict) => (
                <Row
                  key={conflict.id}
                  conflict={conflict}
                  busy={decide.isPending}
                  onShow={() => setOpen(about.key)}
                  onChoose={(choice) => void decide.choose([{ conflict, choice }])}
                  onAgain={() => void decide.again([conflict])}
                />
              )),
            )}
          </Table.Tbody>
        </Table>
      ) : null}
      {conflicts.length === 0 && (state === 'decided' || total > 0) ? (
        <Text size="sm" className={classes.none ?? ''}>
          {t(state === 'waiting' ? 'conflicts.noneWaits' : 'conflicts.noneDecided')}
        </Text>
      ) : null}
      {alike > conflicts.length ? (
        <Text size="xs" c="dimmed" className={classes.more ?? ''}>
          {t('conflicts.more', { shown: formatCount(conflicts.length), all: formatCount(alike) })}
        </Text>
      ) : null}
      {open !== null && state === 'waiting' ? (
        <ConflictDialog cases={cases} first={open} onClose={() => setOpen(null)} />
      ) : null}
    </Card>
  );
}
