import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toView } from '#core/geometry/viewport.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import { kindOf } from '#renderer/editor/kinds/kinds.ts';
import type { Note } from '#renderer/editor/kinds/note.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import classes from './note-editor.module.css';

const selectIds = (state: EditorState) => state.selection.ids;
const selectMade = (state: EditorState) => state.selection.made;
const selectAnnotations = (state: EditorState) => state.annotations;
const selectViewport = (state: EditorState) => state.viewport;
const selectEditable = (state: EditorState) => state.editable;

function saidIn({ coordinates }: Note): string {
  return coordinates.note.messages.at(-1)?.body ?? '';
}

/** What the selected note says, to be read and written beside it. */
export function NoteEditor(props: { readonly editor: Editor; readonly onDone: () => void }) {
  const { editor, onDone } = props;
  const { t } = useTranslation('studio');
  const ids = useEditorState(editor, selectIds);
  const made = useEditorState(editor, selectMade);
  const annotations = useEditorState(editor, selectAnnotations);
  const viewport = useEditorState(editor, selectViewport);
  const editable = useEditorState(editor, selectEditable);
  const [typed, setTyped] = useState<{ readonly id: string; readonly text: string } | null>(null);
  const [id] = ids;
  const annotation = id && ids.length === 1 ? annotations.get(id) : undefined;
  if (annotation?.geometry.type !== 'note') return null;
  const { geometry } = annotation;
  const said = saidIn(geometry);
  const { left, bottom } = kindOf(geometry).bounds(geometry);
  const { x, y } = toView(viewport, { x: left, y: bottom });
  const text = typed?.id === annotation.id ? typed.text : said;
  const store = () => {
    if (text.trim() !== '' && text !== said) editor.forms.write(annotation.id, text.trim());
    setTyped(null);
  };
  return (
    <textarea
      key={annotation.id}
      className={classes.note}
      style={{ transform: `translate(${Math.round(x)}px, ${Math.round(y)}px)` }}
      aria-label={t('note.text')}
      placeholder={t('note.text')}
      rows={2}
      maxLength={2000}
      readOnly={!editable}
      // biome-ignore lint/a11y/noAutofocus: who has just drawn a note has something to write
      autoFocus={made === 'drawn' && said === ''}
      value={text}
      onChange={(event) => setTyped({ id: annotation.id, text: event.currentTarget.value })}
      onBlur={store}
      onKeyDown={(event) => {
        const ends = event.key === 'Enter' && !event.shiftKey;
        if (event.key === 'Escape') setTyped(null);
        if (!ends && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onDone();
      }}
    />
  );
}
