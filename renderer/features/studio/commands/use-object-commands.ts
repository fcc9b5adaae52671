import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useEditorState } from '../stage/use-editor-state.ts';

const selectEditable = (state: EditorState) => state.editable;

export type ObjectCommands = Readonly<
  Record<
    | 'occluded'
    | 'locked'
    | 'group'
    | 'ungroup'
    | 'front'
    | 'forward'
    | 'backward'
    | 'back'
    | 'join'
    | 'part'
    | 'relate'
    | 'unrelate'
    | 'swapSides'
    | 'bringBack',
    Command
  >
>;

/** What can be said of the selected objects besides their label. The same commands from one stroke to the next. */
export function useObjectCommands(editor: Editor): ObjectCommands {
  const { t } = useTranslation('objects');
  const editable = useEditorState(editor, selectEditable);
  return useMemo(() => {
    const { objects, joints } = editor;
    const command = (name: string, keys: readonly string[], run: () => void): Command => ({
      id: `objects.${name}`,
      title: t(`command.${name}`),
      group: t('group'),
      keys,
      enabled: editable,
      run,
    });
    return {
      occluded: command('occluded', ['Q'], () => {
        // A joint that is pointed at is meant, not the skeleton.
        if (!joints.toggleOccluded()) objects.toggle('occluded');
      }),
      locked: command('locked', ['L'], () => objects.toggle('locked')),
      group: command('group', ['mod+G'], () => objects.group()),
      ungroup: command('ungroup', ['mod+Shift+G'], () => objects.ungroup()),
      front: command('front', ['Shift+]'], () => objects.order('front')),
      forward: command('forward', [']'], () => objects.order('forward')),
      backward: command('backward', ['['], () => objects.order('backward')),
      back: command('back', ['Shift+['], () => objects.order('back')),
      join: command('join', ['Y'], () => objects.join()),
      part: command('part', ['Shift+Y'], () => objects.setParent(null)),
      relate: command('relate', ['Alt+R'], () => objects.relate()),
      unrelate: command('unrelate', ['Alt+Shift+R'], () => objects.unrelate()),
      swapSides: command('swapSides', ['Alt+F'], () => joints.swapSides()),
      bringBack: command('bringBack', ['Alt+J'], () => joints.bringBack()),
    };
  }, [editor, editable, t]);
}
