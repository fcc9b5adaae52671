import { Button, Group, SegmentedControl, Select, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conflict, WhichConflicts } from '#core/model/sync.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { formatCount } from '#renderer/ui/format.ts';
import { ItemLink } from '../item-link.tsx';
import classes from '../sync.module.css';
import { useItemName } from '../use-item-name.ts';
import { ConflictDialog } from './dialog.tsx';
import { SaidText } from './said.tsx';
import { type Case, casesOf, SIDES } from './sides.ts';
import { type Choice, useDecide } from './use-decide.ts';
import { groupKey, whichOf } from './which.ts';
import { partOf } from './words.ts';

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
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {cases.flatMap((about) =>
              about.conflicts.map((conflict) => (
                <Row
                  key={conflict.id}
                  about={about}
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

/** Says that others are not listed. */
function OfItem(props: { readonly itemId: string; readonly onAll: () => void }) {
  const { t } = useTranslation('sync');
  const name = useItemName(props.itemId);
  return (
    <Group gap={8} className={classes.filter ?? ''}>
      <Text size="sm">{t('conflicts.ofItem', { name })}</Text>
      <Button variant="default" onClick={props.onAll}>
        {t('conflicts.ofAll')}
      </Button>
    </Group>
  );
}

/** Which of them are listed, and what is done with all of those. */
function Filter(props: {
  readonly which: WhichConflicts;
  readonly alike: number;
  readonly onWhich: (which: WhichConflicts) => void;
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation('sync');
  const { which, alike } = props;
  const groups = useCall('sync.conflictGroups', {}).data ?? [];
  const decide = useDecide();
  const [about, setAbout] = useState<string | null>(null);
  const people = [...new Set(groups.flatMap(({ by }) => by ?? []))];
  const kinds = new Map(groups.map((group) => [groupKey(group), group]));

  function narrow(change: WhichConflicts, key: string | null) {
    setAbout(key);
    props.onWhich(change);
  }

  const person = which.by === undefined ? {} : { by: which.by };
  const all = (choice: Choice) => async () => {
    await decide.chooseAll(which, choice);
    narrow({}, null);
  };
  const count = formatCount(alike);
  return (
    <Group gap={8} className={classes.filter ?? ''}>
      <Select
        aria-label={t('conflicts.about')}
        placeholder={t('conflicts.anything')}
        clearable
        w={190}
        value={about}
        data={[...kinds].map(([key, { kind, part }]) => {
          const found = partOf({ kind, field: part });
          return { value: key, label: t(`about.${found.kind}`, { name: found.name }) };
        })}
        onChange={(key) => {
          const group = key === null ? undefined : kinds.get(key);
          narrow({ ...(group ? whichOf(group) : {}), ...person }, key);
        }}
      />
      <Select
        aria-label={t('conflicts.person')}
        placeholder={t('conflicts.anybody')}
        clearable
        w={220}
        value={which.by ?? null}
        data={people}
        onChange={(by) => {
          const { by: _, ...rest } = which;
          narrow({ ...rest, ...(by === null ? {} : { by }) }, about);
        }}
      />
      <Button onClick={props.onOpen} disabled={alike === 0}>
        {t('conflicts.oneByOne')}
      </Button>
      <Button variant="default" disabled={decide.isPending || alike === 0} onClick={() => void all('mine')()}>
        {t('conflicts.allMine', { count: alike, shown: count })}
      </Button>
      <Button
        variant="default"
        disabled={decide.isPending || alike === 0}
        onClick={() => void all('theirs')()}
      >
        {t('conflicts.allTheirs', { count: alike, shown: count })}
      </Button>
    </Group>
  );
}

function Row(props: {
  readonly about: Case;
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
