import { UnstyledButton } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { askedOf } from '#core/annotation/attributes.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { flagsOf, isLocked } from '#core/model/object-flags.ts';
import type { Attribute } from '#core/model/recipe.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import { AttributeKeys } from './attribute-keys.tsx';
import { AttributeList } from './attribute-list.tsx';
import classes from './attributes.module.css';
import { InstanceField } from './instance-field.tsx';
import { setKeyMode, useKeyMode } from './mode.ts';

const selectAnnotations = (state: EditorState) => state.annotations;
const selectIds = (state: EditorState) => state.selection.ids;
const selectLabels = (state: EditorState) => state.labels;
const selectAttributes = (state: EditorState) => state.attributes;
const selectEditable = (state: EditorState) => state.editable;

/** What is asked of all of them: an attribute that only one has cannot be filled in for several. */
function askedOfAll(objects: readonly Annotation[], vocabulary: Parameters<typeof askedOf>[0]): Attribute[] {
  const [first, ...others] = objects.map((object) => askedOf(vocabulary, object));
  return (first ?? []).filter((each) => others.every((asked) => asked.includes(each)));
}

/** Attributes of the selected objects. Nothing when the recipe has none. */
export function AttributesPanel(props: { readonly editor: Editor }) {
  const { t } = useTranslation('objects');
  const { editor } = props;
  const annotations = useEditorState(editor, selectAnnotations);
  const ids = useEditorState(editor, selectIds);
  const labels = useEditorState(editor, selectLabels);
  const attributes = useEditorState(editor, selectAttributes);
  const editable = useEditorState(editor, selectEditable);
  const { mode, at } = useKeyMode();
  const objects = useMemo(() => ids.flatMap((id) => annotations.get(id) ?? []), [ids, annotations]);
  const asked = useMemo(() => askedOfAll(objects, { labels, attributes }), [objects, labels, attributes]);
  if (!attributes.some(({ level }) => level !== 'item')) return null;
  const on = mode === 'attributes';
  const place = Math.min(at, Math.max(0, asked.length - 1));
  const change = (key: string, value: unknown) => editor.objects.setAttributes({ [key]: value });
  const [first] = objects;
  const named = objects.length > 1 ? t('several', { count: objects.length }) : (first?.label ?? '');
  return (
    <section className={classes.panel} aria-label={t('attributes')}>
      <header className={classes.head}>
        <h2>{t('attributes')}</h2>
        <span className={classes.of}>{named}</span>
        <UnstyledButton
          className={classes.mode}
          aria-pressed={on}
          aria-label={t('mode.attributes')}
          title={t('mode.attributes')}
          onClick={() => setKeyMode(on ? 'labels' : 'attributes')}
        >
          <IconKeyboard size={15} aria-hidden />
        </UnstyledButton>
      </header>
      {on ? <AttributeKeys asked={asked} objects={objects} at={place} onChange={change} /> : null}
      {asked.length > 0 ? (
        <AttributeList
          key={ids.join()}
          asked={asked}
          objects={objects}
          disabled={!editable || objects.every(isLocked)}
          at={on ? place : null}
          onChange={change}
        />
      ) : (
        <p className={classes.none}>{t(objects.length === 0 ? 'select' : 'noAttributes')}</p>
      )}
      {first && objects.length === 1 ? (
        <InstanceField
          key={`instance ${first.id}`}
          instanceId={flagsOf(first).instanceId}
          disabled={!editable || isLocked(first)}
          onChange={(instanceId) => editor.objects.setFlags({ instanceId })}
        />
      ) : null}
    </section>
  );
}
