import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ancestorsOf, withGroups } from '#core/annotation/commands-flags.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { flagsOf } from '#core/model/object-flags.ts';
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
  readonly selectSame: Command;
  readonly selectGroup: Command;
  readonly selectParts: Command;
  readonly selectWhole: Command;
  readonly hideOthers: Command;
  readonly showAll: Command;
};

/** All objects with a label that a selected one has. */
function sameLabel(editor: Editor): AnnotationId[] {
  const { annotations, selection } = editor.state.get();
  const labels = new Set(selection.ids.flatMap((id) => annotations.get(id)?.label ?? []));
  return [...annotations.values()].filter(({ label }) => labels.has(label)).map(({ id }) => id);
}

/** Parts of the selected objects; these themselves where they have none. */
function partsOf(editor: Editor): readonly AnnotationId[] {
  const { annotations, selection } = editor.state.get();
  const wholes = new Set<string>(selection.ids);
  const parts = [...annotations.values()].filter((one) => wholes.has(flagsOf(one).parentId ?? ''));
  return parts.length > 0 ? parts.map(({ id }) => id) : selection.ids;
}

/** What the selected objects are parts of; these themselves where they are parts of nothing. */
function wholesOf(editor: Editor): readonly AnnotationId[] {
  const { annotations, selection } = editor.state.get();
  const wholes = selection.ids.flatMap((id) => ancestorsOf(id, annotations).slice(0, 1));
  const there = [...new Set(wholes)].filter((id) => annotations.has(id));
  return there.length > 0 ? there : selection.ids;
}

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
      selectSame: command('selectSame', ['mod+Shift+A'], () => editor.select(sameLabel(editor))),
      selectGroup: command('selectGroup', ['Alt+G'], () =>
        editor.select(withGroups(selected(), editor.state.get().annotations)),
      ),
      selectParts: command('selectParts', [], () => editor.select(partsOf(editor))),
      selectWhole: command('selectWhole', [], () => editor.select(wholesOf(editor))),
      hideOthers: command('hideOthers', ['Alt+H'], () => {
        const kept = new Set(selected());
        if (kept.size === 0) return;
        editor.hideOnly([...editor.state.get().annotations.keys()].filter((id) => !kept.has(id)));
      }),
      showAll: command('showAll', ['Alt+Shift+H'], () => editor.hideOnly([])),
      selectAll: command('selectAll', ['mod+A'], () =>
        editor.select([...editor.state.get().annotations.keys()]),
      ),
    };
  }, [editor, editable, t]);
}
