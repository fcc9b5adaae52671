import { ColorInput, MultiSelect, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Label, SAFE_PALETTE, TOOLS, toolSchema } from '#core/model/recipe.ts';
import type { Likeness } from '#core/recipe/colours.ts';
import { leafOf } from '#core/recipe/labels.ts';
import { Committed } from '../committed.tsx';
import type { RecipeEditor } from '../state/use-recipe-editor.ts';
import classes from './labels.module.css';

/** What is said of one label. */
export function LabelInspector(props: {
  readonly editor: RecipeEditor;
  readonly label: Label;
  readonly alike: readonly Likeness[];
}) {
  const { t } = useTranslation('recipes');
  const { editor, label } = props;
  const set = (part: Partial<Label>) =>
    editor.change({
      labels: editor.draft.labels.map((each) => (each.name === label.name ? { ...each, ...part } : each)),
    });
  const others = props.alike.flatMap(({ a, b }) =>
    a.name === label.name ? [b.name] : b.name === label.name ? [a.name] : [],
  );
  return (
    <section className={classes.inspector} aria-label={label.name}>
      <h2>{label.name}</h2>
      <div>
        <fieldset className={classes.palette} aria-label={t('label.palette')}>
          {SAFE_PALETTE.map((color) => (
            <button
              key={color}
              type="button"
              className={classes.color}
              style={{ background: color }}
              aria-label={color}
              aria-pressed={color === label.color.toLowerCase()}
              onClick={() => set({ color })}
            />
          ))}
        </fieldset>
        <Committed value={label.color} onCommit={(color) => set({ color })}>
          {(value, onChange, onEnd) => (
            <ColorInput
              label={t('label.color')}
              format="hex"
              withEyeDropper={false}
              value={value}
              onChange={onChange}
              onChangeEnd={onEnd}
            />
          )}
        </Committed>
        {others.length > 0 ? (
          <p className={classes.warning} style={{ marginTop: 6 }}>
            <IconAlertTriangle size={14} aria-hidden /> {t('label.alike', { others: others.join(', ') })}
          </p>
        ) : null}
      </div>
      <Committed
        value={label.displayLabel ?? ''}
        onCommit={(text) => {
          const { displayLabel: _, ...rest } = label;
          const next = text.trim() === '' ? rest : { ...rest, displayLabel: text.trim() };
          editor.change({
            labels: editor.draft.labels.map((each) => (each.name === label.name ? next : each)),
          });
        }}
      >
        {(value, onChange, onEnd) => (
          <TextInput
            label={t('label.display')}
            placeholder={leafOf(label.name)}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
            onBlur={() => onEnd(value)}
          />
        )}
      </Committed>
      <MultiSelect
        label={t('label.tools')}
        description={t('label.toolsText')}
        placeholder={(label.tools ?? []).length > 0 ? '' : t('label.toolsAll')}
        data={TOOLS.map((tool) => ({ value: tool, label: t(`tool.${tool}`) }))}
        value={label.tools ?? []}
        onChange={(tools) => set({ tools: tools.flatMap((tool) => toolSchema.safeParse(tool).data ?? []) })}
      />
    </section>
  );
}
