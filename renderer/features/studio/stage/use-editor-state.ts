import { useCallback, useSyncExternalStore } from 'react';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';

/**
 * A part of the editor's state; the component is drawn again only when that part is another one.
 * @param select answers a value or an object that is in the state, never a new object
 */
export function useEditorState<T>(editor: Editor, select: (state: EditorState) => T): T {
  const read = useCallback(() => select(editor.state.get()), [editor, select]);
  return useSyncExternalStore(editor.state.subscribe, read);
}
