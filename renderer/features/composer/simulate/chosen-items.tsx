import { CloseButton, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '#contract/index.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { type ItemTile, ItemTiles } from '#renderer/ui/item-tiles.tsx';
import classes from './simulate.module.css';

/** Items that are offered at a time; the search finds the others. */
const OFFERED = 40;
/** Milliseconds without a key until items are looked for. */
const SETTLED = 200;

/** Single items, found by name in one dataset after another. */
export function ChosenItems(props: {
  readonly datasets: CallOutput<'datasets.list'>;
  /** Where to look first. */
  readonly datasetId: string | null;
  readonly chosen: readonly ItemTile[];
  readonly onChange: (chosen: readonly ItemTile[]) => void;
}) {
  const { t } = useTranslation('composer');
  const { datasets, chosen, onChange } = props;
  const [picked, setPicked] = useState(props.datasetId);
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed, SETTLED);
  const filled = datasets.filter((one) => one.itemCount > 0);
  const datasetId = (filled.find(({ id }) => id === picked) ?? filled[0])?.id ?? null;
  const found = useCall(
    'items.list',
    { datasetId: datasetId ?? '', filter: { text }, limit: OFFERED },
    { enabled: datasetId !== null, keepPrevious: true },
  );
  const offered = found.data?.items ?? [];
  const ids = new Set(chosen.map(({ id }) => id));
  const toggle = ({ id, name, kind }: ItemTile) =>
    onChange(ids.has(id) ? chosen.filter((one) => one.id !== id) : [...chosen, { id, name, kind }]);
  return (
    <>
      <Select
        label={t('simulate.lookIn')}
        allowDeselect={false}
        disabled={filled.length === 0}
        placeholder={t('simulate.noItems')}
        data={filled.map(({ id, name, itemCount }) => ({
          value: id,
          label: t('simulate.dataset', { name, count: itemCount }),
        }))}
        value={datasetId}
        onChange={setPicked}
      />
      <TextInput
        label={t('simulate.find')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Enter would run the simulation: whoever looks for an item has not chosen it yet.
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <ItemTiles
        label={t('simulate.offered')}
        role="checkbox"
        items={offered}
        isChosen={({ id }) => ids.has(id)}
        onClick={toggle}
      />
      {found.data && offered.length === 0 ? (
        <Text size="xs" c="dimmed">
          {t('simulate.noneFound')}
        </Text>
      ) : null}
      <Text size="sm" role="status">
        {t('simulate.chosen', { count: chosen.length })}
      </Text>
      {chosen.length > 0 ? (
        <ul className={classes.chosen}>
          {chosen.map((item) => (
            <li key={item.id}>
              <span>{item.name}</span>
              <CloseButton
                size="xs"
                aria-label={t('simulate.leaveOut', { name: item.name })}
                onClick={() => toggle(item)}
              />
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
