import { CloseButton, Group, SegmentedControl, Select, Slider, TextInput } from '@mantine/core';
import { IconPhoto, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ItemFilter } from '#contract/items.ts';
import { useStatusWord } from '#renderer/ui/use-status-word.ts';
import classes from './data-screen.module.css';

const ANY = 'any';

/** What is shown: text in the name, kind, status, trash or not; and how large. */
export function FilterBar(props: {
  readonly filter: ItemFilter;
  readonly onFilter: (filter: ItemFilter) => void;
  readonly statuses: readonly string[];
  readonly thumb: number;
  readonly onThumb: (thumb: number) => void;
}) {
  const { t } = useTranslation('datasets');
  const word = useStatusWord();
  const { filter, onFilter } = props;
  return (
    <Group className={classes.filters} gap="xs" role="search">
      <TextInput
        w={200}
        aria-label={t('filter.text')}
        placeholder={t('filter.text')}
        leftSection={<IconSearch size={14} />}
        value={filter.text}
        maxLength={200}
        onChange={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
        rightSection={
          filter.text === '' ? null : (
            <CloseButton
              size="xs"
              aria-label={t('filter.clearText')}
              onClick={() => onFilter({ ...filter, text: '' })}
            />
          )
        }
      />
      <SegmentedControl
        aria-label={t('filter.kind')}
        value={filter.kind ?? ANY}
        onChange={(value) =>
          onFilter({ ...filter, kind: value === 'image' || value === 'video' ? value : null })
        }
        data={[
          { value: ANY, label: t('filter.anyKind') },
          { value: 'image', label: t('filter.images') },
          { value: 'video', label: t('filter.videos') },
        ]}
      />
      <Select
        w={150}
        aria-label={t('filter.status')}
        value={filter.status ?? ANY}
        onChange={(value) => onFilter({ ...filter, status: value === ANY ? null : value })}
        data={[
          { value: ANY, label: t('filter.anyStatus') },
          { value: 'none', label: t('filter.noStatus') },
          ...props.statuses.map((status) => ({ value: status, label: word(status) })),
        ]}
      />
      <SegmentedControl
        aria-label={t('filter.where')}
        value={filter.trashed ? 'trash' : 'items'}
        onChange={(value) => onFilter({ ...filter, trashed: value === 'trash' })}
        data={[
          { value: 'items', label: t('filter.items') },
          { value: 'trash', label: t('filter.trash') },
        ]}
      />
      <Group gap={8} ml="auto" wrap="nowrap">
        <IconPhoto size={13} aria-hidden />
        <Slider
          w={110}
          size="xs"
          min={90}
          max={320}
          label={null}
          thumbLabel={t('filter.size')}
          value={props.thumb}
          onChange={props.onThumb}
        />
        <IconPhoto size={18} aria-hidden />
      </Group>
    </Group>
  );
}
