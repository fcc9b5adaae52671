import { UnstyledButton } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { holds, ITEM_LABEL, itemAttributesOf } from '#core/annotation/attributes.ts';
import type { Recipe } from '#core/model/recipe.ts';
import { recipeSettingsOf } from '#core/model/recipe-settings.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import { itemAnnotation, tagsIn } from '#renderer/editor/item-actions.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import { AttributeList } from './attribute-list.tsx';
import classes from './attributes.module.css';
import { setKeyMode, useKeyMode } from './mode.ts';
import { TagKeys } from './tag-keys.tsx';
import { tagLabelsOf } from './tags.ts';

const selectAnnotations = (state: EditorState) => state.annotations;
const selectEditable = (state: EditorState) => state.editable;

/** What is said of the picture as a whole: its tags and its own attributes. Nothing when the recipe asks for neither. */
export function ItemPanel(props: { readonly editor: Editor; readonly recipe: Recipe }) {
  const { t } = useTranslation('objects');
  const { editor, recipe } = props;
  const annotations = useEditorState(editor, selectAnnotations);
  const editable = useEditorState(editor, selectEditable);
  const { mode } = useKeyMode();
  const labels = tagLabelsOf(recipe);
  const own = itemAnnotation(annotations) ?? { label: ITEM_LABEL, attributes: {} };
  const asked = itemAttributesOf(recipe).filter((attribute) => holds(attribute, own.attributes));
  if (labels.length === 0 && asked.length === 0) return null;
  const tags = tagsIn(annotations);
  const { singleTag } = recipeSettingsOf(recipe);
  const on = mode === 'tags' && labels.length > 0;
  return (
    <section className={classes.panel} aria-label={t('whole')}>
      <header className={classes.head}>
        <h2>{t('whole')}</h2>
        {labels.length > 0 ? (
          <UnstyledButton
            className={classes.mode}
            aria-pressed={on}
            aria-label={t('mode.tags')}
            title={t('mode.tags')}
            onClick={() => setKeyMode(on ? 'labels' : 'tags')}
          >
            <IconKeyboard size={15} aria-hidden />
          </UnstyledButton>
        ) : null}
      </header>
      {on ? <TagKeys labels={labels} onToggle={(label) => editor.whole.toggleTag(label, singleTag)} /> : null}
      {labels.length > 0 ? (
        <div className={classes.entry}>
          <fieldset className={classes.options} aria-label={t('tags')}>
            {labels.map(({ name, color }, index) => (
              <UnstyledButton
                key={name}
                className={classes.option}
                aria-pressed={tags.some((tag) => tag.label === name)}
                disabled={!editable}
                onClick={() => editor.whole.toggleTag(name, singleTag)}
              >
                {on && index < 9 ? <span className={classes.digit}>{index + 1}</span> : null}
                <span className={classes.swatch} style={{ background: color }} aria-hidden />
                {name}
              </UnstyledButton>
            ))}
          </fieldset>
        </div>
      ) : null}
      <AttributeList
        asked={asked}
        objects={[own]}
        disabled={!editable}
        at={null}
        onChange={(key, value) => editor.whole.setItemAttributes({ [key]: value })}
      />
    </section>
  );
}
