import { Button, Group as Line, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SampledField } from '#core/filters/sample-fields.ts';
import { EMPTY_GROUP, EMPTY_ROW, type Group, type Row } from './draft.ts';
import classes from './filter-builder.module.css';
import { RowField } from './row-field.tsx';

/** Conditions of which all must hold, or one is enough. */
export function GroupFields(props: {
  readonly group: Group;
  readonly fields: readonly SampledField[];
  readonly inner?: boolean;
  readonly onChange: (group: Group) => void;
}) {
  const { t } = useTranslation('ui');
  const { group, fields, onChange } = props;
  const { parts } = group;
  const add = (part: Row | Group) => onChange({ ...group, parts: [...parts, part] });
  const put = (index: number, part: Row | Group) => onChange({ ...group, parts: parts.with(index, part) });
  const remove = (index: number) => onChange({ ...group, parts: parts.toSpliced(index, 1) });
  return (
    <div className={props.inner ? classes.group : classes.builder}>
      {parts.length > 1 ? (
        <SegmentedControl
          aria-label={t('filter.together')}
          size="xs"
          data={[
            { value: 'all', label: t('filter.all') },
            { value: 'any', label: t('filter.any') },
          ]}
          value={group.any ? 'any' : 'all'}
          onChange={(value) => onChange({ ...group, any: value === 'any' })}
        />
      ) : null}
      {parts.map((part, index) =>
        part.kind === 'row' ? (
          <RowField
            // biome-ignore lint/suspicious/noArrayIndexKey: rows hold nothing of their own and have no name but their place.
            key={index}
            row={part}
            fields={fields}
            onChange={(row) => put(index, row)}
            onRemove={() => remove(index)}
          />
        ) : (
          <GroupFields
            // biome-ignore lint/suspicious/noArrayIndexKey: rows hold nothing of their own and have no name but their place.
            key={index}
            inner
            group={part}
            fields={fields}
            onChange={(inner) => (inner.parts.length === 0 ? remove(index) : put(index, inner))}
          />
        ),
      )}
      <Line gap={6}>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPlus size={12} aria-hidden />}
          onClick={() => add(EMPTY_ROW)}
        >
          {t('filter.addRow')}
        </Button>
        {parts.length > 0 ? (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => add({ ...EMPTY_GROUP, any: !group.any, parts: [EMPTY_ROW] })}
          >
            {t('filter.addGroup')}
          </Button>
        ) : null}
      </Line>
    </div>
  );
}
