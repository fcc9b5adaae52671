import { useTranslation } from 'react-i18next';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import type { Bound } from '#renderer/ui/commands/bindings.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useEditorState } from '../stage/use-editor-state.ts';

/** There are nine number keys; 0 is for the view. */
const NUMBER_KEYS = 9;

const selectLabels = (state: EditorState) => state.labels;
const selectEditable = (state: EditorState) => state.editable;

/** What the key of the label at a place in the list is bound to: the place, for lists differ. */
export function labelSlot(name: string, index: number): Bound {
  const id = `label.${name}`;
  return index < NUMBER_KEYS ? { id, slot: `label#${index + 1}`, keys: [String(index + 1)] } : { id };
}

/** One command a label: for the next shape, and for the selected ones. */
export function useLabelCommands(editor: Editor): readonly Command[] {
  const { t } = useTranslation('studio');
  const labels = useEditorState(editor, selectLabels);
  const enabled = useEditorState(editor, selectEditable);
  return labels.map(({ name }, index) => ({
    ...labelSlot(name, index),
    title: t('command.label', { label: name }),
    group: t('group.labels'),
    enabled,
    run: () => editor.chooseLabel(name),
  }));
}
