import { Button, Group, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhichConflicts } from '#core/model/sync.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { formatCount } from '#renderer/ui/format.ts';
import classes from '../sync.module.css';
import { useItemName } from '../use-item-name.ts';
import { type Choice, useDecide } from './use-decide.ts';
import { groupKey, whichOf } from './which.ts';
import { partOf } from './words.ts';

/** Says that others are not listed. */
export function OfItem(props: { readonly itemId: string; readonly onAll: () => void }) {
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
export function Filter(props: {
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
