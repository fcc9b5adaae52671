import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { DatasetId } from '#core/model/ids.ts';
import { useCall } from '#renderer/client/hooks.ts';

/** Milliseconds without a change until items are counted. */
const SETTLED = 300;

/** How many of the items that are there a filter matches. */
export function MatchCount(props: { readonly filter: string; readonly datasetIds: readonly DatasetId[] }) {
  const { t } = useTranslation('ui');
  const [filter] = useDebouncedValue(props.filter, SETTLED);
  const found = useCall(
    'items.matching',
    { datasetIds: [...props.datasetIds], filter },
    { keepPrevious: true },
  );
  if (found.isError) {
    return (
      <Text size="xs" c="red" role="alert">
        {found.error.message}
      </Text>
    );
  }
  const { matching, looked, total, names } = found.data ?? { matching: 0, looked: 0, total: 0, names: [] };
  return (
    <Text size="xs" c="dimmed" role="status">
      {found.data
        ? t(looked < total ? 'filter.countFirst' : 'filter.count', {
            matching,
            looked,
            total,
            names: names.join(', '),
          })
        : t('filter.counting')}
    </Text>
  );
}
