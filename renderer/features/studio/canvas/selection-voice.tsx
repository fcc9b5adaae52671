import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnnotationMap } from '#core/annotation/diff.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import classes from './canvas-pane.module.css';

/** More than these nobody wants to hear one by one. */
const MOST_SPOKEN = 3;

const selectAnnotations = (state: EditorState) => state.annotations;
const selectIds = (state: EditorState) => state.selection.ids;

/** Where an object stands among all, from 1, in the order in which they were made: that of the list beside the canvas. */
function placeOf(annotations: AnnotationMap, id: AnnotationId): number {
  let place = 1;
  for (const other of annotations.keys()) if (other < id) place += 1;
  return place;
}

/** What is selected, in words, for those who do not see the canvas: "box car, 3 of 12". */
export function SelectionVoice(props: { readonly editor: Editor }) {
  const { t } = useTranslation('studio');
  const { editor } = props;
  const annotations = useEditorState(editor, selectAnnotations);
  const ids = useEditorState(editor, selectIds);
  const words = useMemo(() => {
    const selected = ids.flatMap((id) => annotations.get(id) ?? []);
    const names = selected.slice(0, MOST_SPOKEN).map(({ geometry, label }) => {
      const kind = t(`kind.${geometry.type}`, { defaultValue: geometry.type });
      return t('voice.object', { kind, label });
    });
    const [only, ...others] = selected;
    if (!only) return '';
    if (others.length === 0) {
      return t('voice.one', { object: names[0], at: placeOf(annotations, only.id), total: annotations.size });
    }
    const more = selected.length - names.length;
    const told = more > 0 ? [...names, t('voice.more', { count: more })] : names;
    return t('voice.several', { count: selected.length, objects: told.join(', ') });
  }, [t, annotations, ids]);
  return (
    <div className={classes.voice} role="status" data-testid="voice">
      {words}
    </div>
  );
}
