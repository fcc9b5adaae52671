import { useTranslation } from 'react-i18next';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useEditorState } from '../stage/use-editor-state.ts';

/** There are nine number keys; 0 is for the view. */
const NUMBER_KEYS = 9;

const selectLabels = (state: EditorState) => state.labels;
const selectEditable = (state: EditorState) => state.editable;

/** The number key of the label at a place in the list; null when there is none left for it. */
export function labelKey(index: number): string | null {
  return index < NUMBER_KEYS ? String(index + 1) : null;
}

/** One command a label: for the next shape, and for the selected ones. */
export function useLabelCommands(editor: Editor): readonly Command[] {
  const { t } = useTranslation('studio');
  const labels = useEditorState(editor, selectLabels);
  const enabled = useEditorState(editor, selectEditable);
  return labels.map(({ name }, index) => {
    const key = labelKey(index);
    return {
      id: `label.${name}`,
      title: t('command.label', { label: name }),
      group: t('group.labels'),
      ...(key ? { keys: [key] } : {}),
      enabled,
      run: () => editor.chooseLabel(name),
    };
  });
}
