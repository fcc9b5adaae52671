import { useTranslation } from 'react-i18next';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { SnapSign } from '../aids/snap-sign.tsx';
import { useEditorState } from '../stage/use-editor-state.ts';
import classes from './hint-line.module.css';

const selectHint = (state: EditorState) => state.hint;
const selectLabel = (state: EditorState) => state.label;
const selectByKeyboard = (state: EditorState) => state.byKeyboard;
const selectItem = (state: EditorState) => state.item;
const selectPointer = (state: EditorState) => state.pointer;
const selectViewport = (state: EditorState) => state.viewport;

/** The picture's pixel under the pointer. */
function Place(props: { readonly editor: Editor }) {
  const { editor } = props;
  const pointer = useEditorState(editor, selectPointer);
  const viewport = useEditorState(editor, selectViewport);
  const item = useEditorState(editor, selectItem);
  if (!pointer || !item) return null;
  const x = Math.floor((pointer.x - viewport.x) / viewport.scale);
  const y = Math.floor((pointer.y - viewport.y) / viewport.scale);
  if (x < 0 || y < 0 || x >= item.width || y >= item.height) return null;
  return <span className={classes.number}>{`${x}, ${y}`}</span>;
}

/** What the next press does, where the pointer is and how large the picture is. */
export function HintLine(props: { readonly editor: Editor }) {
  const { t } = useTranslation('studio');
  const { editor } = props;
  const hint = useEditorState(editor, selectHint);
  const label = useEditorState(editor, selectLabel);
  const item = useEditorState(editor, selectItem);
  const name = useEditorState(editor, selectByKeyboard) ? 'keyboard' : hint;
  return (
    <div className={classes.line}>
      <span className={classes.hint}>{t(`hint.${name}`, { label: label ?? '' })}</span>
      <SnapSign editor={editor} />
      <Place editor={editor} />
      {item ? <span className={classes.number}>{`${item.width} × ${item.height} px`}</span> : null}
    </div>
  );
}
