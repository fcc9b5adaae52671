import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { mayMake } from '#renderer/editor/tools/allowed.ts';
import type { ToolName } from '#renderer/editor/tools/names.ts';
import { specOf, toolsOf } from '#renderer/editor/tools/registry.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useEditorState } from '../stage/use-editor-state.ts';

const selectEditable = (state: EditorState) => state.editable;
const selectAllowed = (state: EditorState) => state.allowed;

export type ToolCommand = Command & { readonly tool: ToolName };

/** One command a tool, in the order of the toolbar. Those that the recipe does not allow are not there. */
export function useToolCommands(editor: Editor): readonly ToolCommand[] {
  const { t } = useTranslation('studio');
  const editable = useEditorState(editor, selectEditable);
  const allowed = useEditorState(editor, selectAllowed);
  return useMemo(() => {
    const names = (['select', 'draw', 'change'] as const).flatMap(toolsOf);
    return names
      .filter((tool) => mayMake({ allowed, label: null, labels: [] }, specOf(tool).makes))
      .map((tool) => ({
        id: `tool.${tool}`,
        title: t(`tool.${tool}`),
        group: t('group.tools'),
        keys: specOf(tool).keys,
        enabled: editable || specOf(tool).group === 'select',
        run: () => editor.takeTool(tool),
        tool,
      }));
  }, [editor, editable, allowed, t]);
}
