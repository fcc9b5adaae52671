import { Button, MultiSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ATTRIBUTE_TYPES, type Attribute } from '#core/model/recipe.ts';
import { Committed } from '../committed.tsx';
import type { RecipeEditor } from '../state/use-recipe-editor.ts';
import classes from './attributes.module.css';
import { ConditionFields } from './condition-fields.tsx';
import { DefaultField } from './default-field.tsx';
import { OptionRows } from './option-rows.tsx';
import type { AttributeActions } from './use-attribute-actions.ts';

const RANGE = { min: 0, max: 100, step: 1 };

/** What is said of one attribute. */
export function AttributeForm(props: {
  readonly editor: RecipeEditor;
  readonly attribute: Attribute;
  readonly actions: AttributeActions;
}) {
  const { t } = useTranslation('recipes');
  const { editor, attribute, actions } = props;
  const { key, type, scope, level } = attribute;
  const set = (part: Partial<Attribute>) => actions.set(key, part);
  const range = attribute.range ?? RANGE;
  return (
    <section className={classes.form} aria-label={attribute.title}>
      <Committed value={attribute.title} onCommit={(title) => set({ title: title.trim() || key })}>
        {(value, onChange, onEnd) => (
          <TextInput
            label={t('attribute.title')}
            description={t('attribute.key', { key })}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
            onBlur={() => onEnd(value)}
          />
        )}
      </Committed>
      <Select
        label={t('attribute.type')}
        allowDeselect={false}
        data={ATTRIBUTE_TYPES.map((each) => ({ value: each, label: t(`type.${each}`) }))}
        value={type}
        onChange={(next) => {
          const found = ATTRIBUTE_TYPES.find((each) => each === next);
          if (found && found !== type) {
            actions.reshape(attribute, { type: found, ...(found === 'range' ? { range } : {}) });
          }
        }}
      />
      {type === 'options' ? (
        <>
          <Switch
            label={t('attribute.multi')}
            checked={attribute.multi ?? false}
            onChange={(event) => actions.set(key, { multi: event.currentTarget.checked }, ['default'])}
          />
          <OptionRows attribute={attribute} actions={actions} />
        </>
      ) : null}
      {type === 'range' ? (
        <div className={classes.numbers}>
          {(['min', 'max', 'step'] as const).map((part) => (
            <NumberInput
              key={part}
              label={t(`attribute.${part}`)}
              hideControls
              defaultValue={range[part]}
              onBlur={(event) => {
                const number = Number(event.currentTarget.value);
                const next = { ...range, [part]: number };
                const makesSense = Number.isFinite(number) && next.min < next.max && next.step > 0;
                if (makesSense && number !== range[part]) set({ range: next });
              }}
            />
          ))}
        </div>
      ) : null}
      <Select
        label={t('attribute.level')}
        allowDeselect={false}
        data={[
          { value: 'object', label: t('attribute.ofObject') },
          { value: 'item', label: t('attribute.ofItem') },
        ]}
        value={level ?? 'object'}
        onChange={(next) => (next === 'item' ? set({ level: 'item' }) : actions.set(key, {}, ['level']))}
      />
      {level === 'item' ? null : (
        <MultiSelect
          searchable
          label={t('attribute.scope')}
          description={t('attribute.scopeText')}
          placeholder={scope.includes('*') ? t('attribute.everyLabel') : ''}
          data={editor.draft.labels.map(({ name }) => name)}
          value={scope.filter((each) => each !== '*')}
          onChange={(names) => set({ scope: names.length === 0 ? ['*'] : names })}
        />
      )}
      <DefaultField attribute={attribute} actions={actions} />
      <Switch
        label={t('attribute.must')}
        checked={attribute.optional === false}
        onChange={(event) => set({ optional: !event.currentTarget.checked })}
      />
      <ConditionFields editor={editor} attribute={attribute} actions={actions} />
      <Button
        className={classes.remove ?? ''}
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={15} aria-hidden />}
        onClick={() => actions.remove(attribute)}
      >
        {t('attribute.remove')}
      </Button>
    </section>
  );
}
