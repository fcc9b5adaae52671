import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ALIGNMENTS } from '#core/geometry/align.ts';
import { AREA_TYPES } from '#core/geometry/convert.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useEditorState } from '../stage/use-editor-state.ts';

const selectEditable = (state: EditorState) => state.editable;

export type FormCommands = {
  /** Copies. */
  readonly copies: readonly Command[];
  /** Of polygons and lines. */
  readonly shapes: readonly Command[];
  readonly converts: readonly Command[];
  readonly aligns: readonly Command[];
  /** By keys only. */
  readonly turns: readonly Command[];
};

/** Degrees of the keys that turn, the large steps outside. */
const TURNS = { 'Shift+Z': -15, 'Shift+X': -1, 'Shift+C': 1, 'Shift+V': 15 } as const;

/** Text that is marked on the screen is what its owner wants to copy. */
function copyText(): boolean {
  return getSelection()?.isCollapsed === false && document.execCommand('copy');
}

/** What can be done to forms and places of the selected shapes. */
export function useFormCommands(editor: Editor): FormCommands {
  const { t } = useTranslation('studio');
  const editable = useEditorState(editor, selectEditable);
  return useMemo(() => {
    const group = t('group.shapes');
    const { forms } = editor;
    const command = (
      name: string,
      keys: readonly string[],
      run: () => unknown,
      enabled = editable,
    ): Command => ({
      id: `shapes.${name}`,
      title: t(`form.${name}`),
      group,
      keys,
      enabled,
      run: () => void run(),
    });
    return {
      copies: [
        command('duplicate', ['mod+D'], forms.duplicate),
        command('copy', ['mod+C'], () => copyText() || forms.copy(), true),
        command('cut', ['mod+X'], forms.cut),
        command('paste', ['mod+V'], forms.paste),
        command('pastePrevious', ['mod+P'], forms.pastePrevious),
      ],
      shapes: [
        command('union', ['mod+U'], () => forms.combine('union')),
        command('subtract', ['mod+Shift+U'], () => forms.combine('subtract')),
        command('intersect', ['mod+Shift+I'], () => forms.combine('intersect')),
        command('join', ['mod+J'], forms.join),
        command('split', ['mod+Shift+J'], forms.split),
        command('fillHoles', [], forms.fillHoles),
        command('simplify', ['Shift+M'], forms.simplify),
      ],
      converts: [...AREA_TYPES, 'binary' as const].map((type) =>
        command(`convert.${type}`, [], () => forms.convert(type)),
      ),
      aligns: [
        ...ALIGNMENTS.map((to) => command(`align.${to}`, [], () => forms.align(to))),
        command('distribute.x', [], () => forms.distribute('x')),
        command('distribute.y', [], () => forms.distribute('y')),
      ],
      turns: Object.entries(TURNS).map(([key, degrees]) => ({
        ...command(degrees < 0 ? 'turnBack' : 'turn', [key], () => forms.rotate(degrees)),
        id: `shapes.turn.${degrees}`,
        title: t('form.turn', { degrees }),
      })),
    };
  }, [editor, editable, t]);
}

/** All of them in one list. */
export function allOf(forms: FormCommands): readonly Command[] {
  return Object.values(forms).flat();
}
