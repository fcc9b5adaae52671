import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useEditorState } from '../stage/use-editor-state.ts';

const STEP = 1.25;

const selectEditable = (state: EditorState) => state.editable;

export type CanvasCommands = {
  readonly zoomIn: Command;
  readonly zoomOut: Command;
  readonly fit: Command;
  readonly fullSize: Command;
  readonly zoomSelection: Command;
  readonly back: Command;
  /** Draws by arrow keys. */
  readonly keyboard: Command;
};

/**
 * What can be done with the view and the tools. The same objects from one stroke to the next, so that the screen is
 * not drawn anew at each: those that need a selection do nothing without one.
 */
export function useCanvasCommands(editor: Editor): CanvasCommands {
  const { t } = useTranslation('studio');
  const editable = useEditorState(editor, selectEditable);
  return useMemo(() => {
    const group = t('group.canvas');
    const command = (name: string, keys: readonly string[], run: () => void, enabled = true): Command => ({
      id: `canvas.${name}`,
      title: t(`command.${name}`),
      group,
      keys,
      enabled,
      run,
    });
    return {
      keyboard: command('keyboard', ['Shift+K'], () => editor.keyboard.take(), editable),
      zoomIn: command('zoomIn', ['+', '='], () => editor.camera.zoomBy(STEP)),
      zoomOut: command('zoomOut', ['-'], () => editor.camera.zoomBy(1 / STEP)),
      fit: command('fit', ['F'], () => editor.camera.fit()),
      fullSize: command('fullSize', ['0'], () => editor.camera.zoomTo(1)),
      zoomSelection: command('zoomSelection', ['Z'], () => editor.zoomTo()),
      back: command('back', ['Escape'], () => void editor.cancel()),
    };
  }, [editor, editable, t]);
}
