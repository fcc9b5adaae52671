import { MultiSelect, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Attribute } from '#core/model/recipe.ts';
import type { RecipeEditor } from '../state/use-recipe-editor.ts';
import type { AttributeActions } from './use-attribute-actions.ts';

/** Asked always, or only where another attribute has one of some values. */
export function ConditionFields(props: {
  readonly editor: RecipeEditor;
  readonly attribute: Attribute;
  readonly actions: AttributeActions;
}) {
  const { t } = useTranslation('recipes');
  const { attribute, actions } = props;
  const { key, when } = attribute;
  const others = props.editor.draft.attributes.filter(
    (other) =>
      other.key !== key &&
      (other.type === 'options' || other.type === 'boolean') &&
      (other.level ?? 'object') === (attribute.level ?? 'object'),
  );
  const other = others.find((each) => each.key === when?.key);
  if (others.length === 0 && !when) return null;
  const data =
    other?.type === 'boolean'
      ? [
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]
      : (other?.values ?? []);
  return (
    <>
      <Select
        label={t('attribute.when')}
        clearable
        placeholder={t('attribute.always')}
        data={others.map((each) => ({ value: each.key, label: each.title }))}
        value={when?.key ?? null}
        onChange={(next) =>
          next === null
            ? actions.set(key, {}, ['when'])
            : actions.set(key, { when: { key: next, values: [] } })
        }
      />
      {when ? (
        <MultiSelect
          label={t('attribute.whenIs')}
          data={data}
          value={when.values}
          onChange={(values) => actions.set(key, { when: { ...when, values } })}
        />
      ) : null}
    </>
  );
}
