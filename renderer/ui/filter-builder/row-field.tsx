import { ActionIcon, Autocomplete, Select, TagsInput, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SampledField } from '#core/filters/sample-fields.ts';
import { isWhole, opsFor, type Row, type RowOp, type ValueType, withOp, withType } from './draft.ts';
import classes from './filter-builder.module.css';
import { opWord } from './words.ts';

const TYPES: readonly ValueType[] = ['text', 'number', 'yesNo', 'date'];

/** One condition: a field, what is asked of it, and of which value. */
export function RowField(props: {
  readonly row: Row;
  readonly fields: readonly SampledField[];
  readonly onChange: (row: Row) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation('ui');
  const { row, fields, onChange } = props;
  const known = fields.find((field) => field.path === row.field);

  function setField(path: string) {
    const type = fields.find((field) => field.path === path)?.type;
    const named = { ...row, field: path };
    onChange(type ? withType(named, type) : named);
  }
  return (
    <div className={classes.row}>
      <div className={classes.line}>
        <Autocomplete
          aria-label={t('filter.field')}
          placeholder={t('filter.field')}
          data={fields.map((field) => field.path)}
          limit={100}
          value={row.field}
          onChange={setField}
        />
        <ActionIcon aria-label={t('filter.removeRow')} title={t('filter.removeRow')} onClick={props.onRemove}>
          <IconX size={14} />
        </ActionIcon>
      </div>
      <div className={classes.line}>
        <Select
          aria-label={t('filter.operator')}
          allowDeselect={false}
          data={opsFor(row.type).map((op) => ({ value: op, label: t(`filter.${opWord(row.type, op)}`) }))}
          value={row.op}
          onChange={(op) => op && onChange(withOp(row, op as RowOp))}
        />
        <Select
          aria-label={t('filter.type')}
          allowDeselect={false}
          w={100}
          data={TYPES.map((type) => ({ value: type, label: t(`filter.types.${type}`) }))}
          value={row.type}
          onChange={(type) => type && onChange(withType(row, type as ValueType))}
        />
      </div>
      <ValueField row={row} known={known} onChange={onChange} />
    </div>
  );
}

function ValueField(props: {
  readonly row: Row;
  readonly known: SampledField | undefined;
  readonly onChange: (row: Row) => void;
}) {
  const { t } = useTranslation('ui');
  const { row, known, onChange } = props;
  if (row.op === 'there' || row.op === 'absent') return null;
  const examples = [...(known?.examples ?? [])];
  const shared = { 'aria-label': t('filter.value'), placeholder: examples[0] ?? t('filter.value') };
  if (row.type === 'yesNo') {
    return (
      <Select
        {...shared}
        allowDeselect={false}
        data={[
          { value: 'true', label: t('filter.yes') },
          { value: 'false', label: t('filter.no') },
        ]}
        value={row.values[0] ?? 'true'}
        onChange={(value) => onChange({ ...row, values: [value ?? 'true'] })}
      />
    );
  }
  if (row.type === 'date') {
    return (
      <TextInput
        aria-label={t('filter.value')}
        type="datetime-local"
        value={row.values[0] ?? ''}
        onChange={(event) => onChange({ ...row, values: [event.currentTarget.value] })}
      />
    );
  }
  if (row.op === '$in' || row.op === '$nin') {
    return (
      <TagsInput
        {...shared}
        description={t('filter.listText')}
        data={examples}
        value={[...row.values]}
        onChange={(values) => onChange({ ...row, values })}
      />
    );
  }
  const isWrong = row.type === 'number' && (row.values[0] ?? '') !== '' && row.field !== '' && !isWhole(row);
  return (
    <Autocomplete
      {...shared}
      data={examples}
      error={isWrong ? t('filter.noNumber') : undefined}
      description={
        row.type === 'text' && (row.op === '$eq' || row.op === '$ne') ? t('filter.starText') : undefined
      }
      value={row.values[0] ?? ''}
      onChange={(value) => onChange({ ...row, values: [value] })}
    />
  );
}
