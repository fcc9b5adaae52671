import { ActionIcon, TextInput, UnstyledButton } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnnotationMap } from '#core/annotation/diff.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { flagsOf, isLocked, type Relation } from '#core/model/object-flags.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import { type EditorState, labelColor } from '#renderer/editor/state.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import classes from './attributes.module.css';

const selectAnnotations = (state: EditorState) => state.annotations;
const selectIds = (state: EditorState) => state.selection.ids;
const selectEditable = (state: EditorState) => state.editable;

/** Objects that say they are related to this one. */
function toward({ id }: Annotation, annotations: AnnotationMap) {
  return [...annotations.values()].flatMap((from) =>
    from.metadata
      ? flagsOf(from)
          .relations.filter(({ to }) => to === id)
          .map(({ label }) => ({ from, label }))
      : [],
  );
}

/** The other object of a relation, which a press selects. */
function Other(props: { readonly editor: Editor; readonly object: Annotation }) {
  const { editor, object } = props;
  const { labels } = editor.state.get();
  return (
    <UnstyledButton className={classes.other} onClick={() => editor.show(object.id)}>
      <span className={classes.swatch} style={{ background: labelColor(labels, object.label) }} aria-hidden />
      {object.label}
    </UnstyledButton>
  );
}

/** What a relation is called; stored when the field is left, or by Enter. */
function Name(props: {
  readonly relation: Relation;
  readonly disabled: boolean;
  readonly onChange: (label: string) => void;
}) {
  const { t } = useTranslation('objects');
  const [typed, setTyped] = useState<string | null>(null);
  const end = () => {
    if (typed !== null && typed.trim() !== props.relation.label) props.onChange(typed.trim());
    setTyped(null);
  };
  return (
    <TextInput
      size="xs"
      className={classes.relationName ?? ''}
      aria-label={t('relation.name')}
      placeholder={t('relation.name')}
      maxLength={200}
      disabled={props.disabled}
      value={typed ?? props.relation.label}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={end}
      onKeyDown={(event) => {
        if (event.key === 'Enter') end();
      }}
    />
  );
}

/** What the selected object is related to, and what is related to it. Nothing when there is neither. */
export function RelationsPanel(props: { readonly editor: Editor }) {
  const { t } = useTranslation('objects');
  const { editor } = props;
  const annotations = useEditorState(editor, selectAnnotations);
  const ids = useEditorState(editor, selectIds);
  const editable = useEditorState(editor, selectEditable);
  const [id] = ids;
  const object = id && ids.length === 1 ? annotations.get(id) : undefined;
  const incoming = useMemo(() => (object ? toward(object, annotations) : []), [object, annotations]);
  if (!object) return null;
  const { relations } = flagsOf(object);
  if (relations.length + incoming.length === 0) return null;
  const disabled = !editable || isLocked(object);
  const set = (next: readonly Relation[]) => editor.objects.setFlags({ relations: [...next] }, [object.id]);
  return (
    <section className={classes.panel} aria-label={t('relation.title')}>
      <header className={classes.head}>
        <h2>{t('relation.title')}</h2>
      </header>
      <ul className={classes.relations}>
        {relations.map((relation, at) => {
          const other = annotations.get(relation.to);
          return (
            <li key={`${relation.to} ${relation.label}`}>
              <IconArrowRight size={14} role="img" aria-label={t('relation.to')} />
              {other ? <Other editor={editor} object={other} /> : <span>{t('relation.elsewhere')}</span>}
              <Name
                relation={relation}
                disabled={disabled}
                onChange={(label) => set(relations.with(at, { ...relation, label }))}
              />
              <ActionIcon
                size={22}
                variant="subtle"
                color="gray"
                disabled={disabled}
                aria-label={t('relation.remove')}
                title={t('relation.remove')}
                onClick={() => set(relations.toSpliced(at, 1))}
              >
                <IconX size={13} aria-hidden />
              </ActionIcon>
            </li>
          );
        })}
        {incoming.map(({ from, label }) => (
          <li key={`${from.id} ${label}`}>
            <IconArrowLeft size={14} role="img" aria-label={t('relation.from')} />
            <Other editor={editor} object={from} />
            <span className={classes.of}>{label}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
