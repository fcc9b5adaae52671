import { Group, MultiSelect, NumberInput, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '#contract/index.ts';
import { FilterBuilder } from '#renderer/ui/filter-builder/filter-builder.tsx';
import { ChosenItems } from './chosen-items.tsx';
import type { SimulationWish, Which } from './wish.ts';

const WHICH: readonly Which[] = ['all', 'filter', 'chosen'];

/** Which items go through the graph: all of some datasets, those that a filter finds, or single ones. */
export function WishedItems(props: {
  readonly datasets: CallOutput<'datasets.list'>;
  readonly wish: SimulationWish;
  readonly onChange: (part: Partial<SimulationWish>) => void;
}) {
  const { t } = useTranslation('composer');
  const { datasets, wish, onChange } = props;
  return (
    <>
      <SegmentedControl
        aria-label={t('simulate.which')}
        size="xs"
        fullWidth
        data={WHICH.map((value) => ({ value, label: t(`simulate.by.${value}`) }))}
        value={wish.which}
        onChange={(which) => onChange({ which })}
      />
      {wish.which === 'chosen' ? (
        <ChosenItems
          datasets={datasets}
          datasetId={wish.datasetIds[0] ?? null}
          chosen={wish.chosen}
          onChange={(chosen) => onChange({ chosen })}
        />
      ) : (
        <MultiSelect
          label={t('simulate.datasets')}
          placeholder={wish.datasetIds.length === 0 ? t('simulate.choose') : ''}
          data={datasets.map(({ id, name, itemCount }) => ({
            value: id,
            label: t('simulate.dataset', { name, count: itemCount }),
          }))}
          value={[...wish.datasetIds]}
          onChange={(datasetIds) => onChange({ datasetIds })}
        />
      )}
      {wish.which === 'filter' ? (
        <FilterBuilder
          label={t('simulate.filter')}
          value={wish.filter}
          datasetIds={wish.datasetIds}
          joins
          onChange={(filter) => onChange({ filter })}
        />
      ) : null}
      {wish.which === 'chosen' ? null : (
        <Group grow gap={8} align="flex-end">
          <NumberInput
            label={t('simulate.share')}
            suffix=" %"
            min={0.1}
            max={100}
            value={wish.share}
            onChange={(share) => onChange({ share: Number(share) || 100 })}
          />
          <NumberInput
            label={t('simulate.limit')}
            min={1}
            max={100_000}
            thousandSeparator
            value={wish.limit}
            onChange={(limit) => onChange({ limit: Number(limit) || 1 })}
          />
        </Group>
      )}
    </>
  );
}
