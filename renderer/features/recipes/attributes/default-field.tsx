import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fits, textsOf } from '#core/annotation/attributes.ts';
import type { Attribute, AttributeValue } from '#core/model/recipe.ts';
import { Committed } from '../committed.tsx';
import type { AttributeActions } from './use-attribute-actions.ts';

/** What a new object has. */
export function DefaultField(props: { readonly attribute: Attribute; readonly actions: AttributeActions }) {
  const { t } = useTranslation('recipes');
  const { attribute, actions } = props;
  const { key, type } = attribute;
  const set = (value: AttributeValue | undefined) => {
    if (value === undefined) actions.set(key, {}, ['default']);
    else if (fits(attribute, value)) actions.set(key, { default: value });
  };
  const label = t('attribute.default');
  if (attribute.level === 'item') return null;
  if (type === 'options' && attribute.multi) {
    return (
      <MultiSelect
        label={label}
        data={attribute.values ?? []}
        value={textsOf(attribute.default)}
        onChange={(values) => set(values.length === 0 ? undefined : values)}
      />
    );
  }
  if (type === 'options' || type === 'boolean') {
    const data =
      type === 'boolean'
        ? [
            { value: 'true', label: t('yes') },
            { value: 'false', label: t('no') },
          ]
        : (attribute.values ?? []);
    return (
      <Select
        label={label}
        clearable
        placeholder={t('attribute.noDefault')}
        data={data}
        value={textsOf(attribute.default)[0] ?? null}
        onChange={(value) => set(value === null ? undefined : type === 'boolean' ? value === 'true' : value)}
      />
    );
  }
  const isText = type === 'freeText';
  return (
    <Committed
      value={textsOf(attribute.default)[0] ?? ''}
      onCommit={(typed) => {
        if (typed.trim() === '') set(undefined);
        else set(isText ? typed : Number(typed));
      }}
    >
      {(value, onChange, onEnd) => (
        <TextInput
          label={label}
          placeholder={t('attribute.noDefault')}
          inputMode={isText ? 'text' : 'decimal'}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          onBlur={() => onEnd(value)}
        />
      )}
    </Committed>
  );
}
