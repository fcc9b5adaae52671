import { useTranslation } from 'react-i18next';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import classes from './aids.module.css';

const selectSnap = (state: EditorState) => state.aids.snap && state.editable;

/** A word as long as points snap: they do not go where the hand is. */
export function SnapSign(props: { readonly editor: Editor }) {
  const { t } = useTranslation('aids');
  const snaps = useEditorState(props.editor, selectSnap);
  return (
    <span role="status" className={snaps ? classes.word : undefined}>
      {snaps ? t('snapping') : ''}
    </span>
  );
}
