import { useTranslation } from 'react-i18next';
import { notifyError } from '#renderer/client/notify.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useEditorState } from '../stage/use-editor-state.ts';

const selectIds = (state: EditorState) => state.selection.ids;
const selectEditable = (state: EditorState) => state.editable;
const selectAnnotations = (state: EditorState) => state.annotations;

export type EditCommands = {
  readonly undo: Command;
  readonly redo: Command;
  readonly remove: Command;
  readonly hide: Command;
  readonly selectAll: Command;
};

/** What can be done with the labels. */
export function useEditCommands(editor: Editor): EditCommands {
  const { t } = useTranslation('studio');
  const ids = useEditorState(editor, selectIds);
  const editable = useEditorState(editor, selectEditable);
  const annotations = useEditorState(editor, selectAnnotations);
  const group = t('group.labels');
  const command = (name: string, keys: readonly string[], run: () => unknown, enabled: boolean): Command => ({
    id: `labels.${name}`,
    title: t(`command.${name}`),
    group,
    keys,
    enabled,
    run: () => void run(),
  });
  return {
    // Not only when the history has a step to take: it is told of the last one a moment after the person knows.
    undo: command('undo', ['mod+Z'], () => editor.undo().catch(notifyError), editable),
    redo: command('redo', ['mod+Shift+Z', 'mod+Y'], () => editor.redo().catch(notifyError), editable),
    remove: command('remove', ['Delete', 'Backspace'], () => editor.remove(), editable && ids.length > 0),
    hide: command('hide', ['H'], () => ids.forEach(editor.toggleHidden), ids.length > 0),
    selectAll: command(
      'selectAll',
      ['mod+A'],
      () => editor.select([...annotations.keys()]),
      annotations.size > 0,
    ),
  };
}
