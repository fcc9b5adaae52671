import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyError } from '#renderer/client/notify.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useEditorState } from '../stage/use-editor-state.ts';

const selectEditable = (state: EditorState) => state.editable;

export type EditCommands = {
  readonly undo: Command;
  readonly redo: Command;
  readonly remove: Command;
  readonly hide: Command;
  readonly selectAll: Command;
};

/** What can be done with the labels. The same objects from one stroke to the next, as with the canvas' commands. */
export function useEditCommands(editor: Editor): EditCommands {
  const { t } = useTranslation('studio');
  const editable = useEditorState(editor, selectEditable);
  return useMemo(() => {
    const group = t('group.labels');
    const command = (name: string, keys: readonly string[], run: () => unknown, enabled = true): Command => ({
      id: `labels.${name}`,
      title: t(`command.${name}`),
      group,
      keys,
      enabled,
      run: () => void run(),
    });
    const selected = () => editor.state.get().selection.ids;
    return {
      undo: command('undo', ['mod+Z'], () => editor.undo().catch(notifyError), editable),
      redo: command('redo', ['mod+Shift+Z', 'mod+Y'], () => editor.redo().catch(notifyError), editable),
      remove: command('remove', ['Delete', 'Backspace'], () => editor.remove(), editable),
      hide: command('hide', ['H'], () => selected().forEach(editor.toggleHidden)),
      selectAll: command('selectAll', ['mod+A'], () =>
        editor.select([...editor.state.get().annotations.keys()]),
      ),
    };
  }, [editor, editable, t]);
}
