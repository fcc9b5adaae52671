import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recipe } from '#core/model/recipe.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { type KeyMode, setKeyMode, useKeyMode } from './mode.ts';
import { missingIn } from './required.ts';
import { tagLabelsOf } from './tags.ts';

/** What turns the number keys to attributes or to tags, and leads to what is still missing. */
export function useModeCommands(editor: Editor, recipe: Recipe | null): readonly Command[] {
  const { t } = useTranslation('objects');
  return useMemo(() => {
    const group = t('group');
    const turn = (mode: KeyMode) => () => setKeyMode(useKeyMode.getState().mode === mode ? 'labels' : mode);
    const hasAttributes = recipe?.attributes.some(({ level }) => level !== 'item') ?? false;
    return [
      {
        id: 'objects.attributeMode',
        title: t('command.attributeMode'),
        group,
        keys: ['Shift+A'],
        enabled: hasAttributes,
        run() {
          turn('attributes')();
          if (editor.state.get().selection.ids.length === 0) editor.cycle(1);
        },
      },
      {
        id: 'objects.tagMode',
        title: t('command.tagMode'),
        group,
        keys: ['Shift+T'],
        enabled: recipe !== null && tagLabelsOf(recipe).length > 0,
        run: turn('tags'),
      },
      {
        id: 'objects.nextMissing',
        title: t('command.nextMissing'),
        group,
        keys: ['Shift+J'],
        enabled: hasAttributes,
        run() {
          const ids = missingIn(editor.state.get()).flatMap(({ id }) => id ?? []);
          const [selected] = editor.state.get().selection.ids;
          const next = ids[(selected ? ids.indexOf(selected) + 1 : 0) % Math.max(1, ids.length)];
          if (next) editor.show(next);
        },
      },
    ];
  }, [editor, recipe, t]);
}
