import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Aids, CROSSHAIRS, UNADJUSTED } from '#renderer/editor/aids.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { keepAids } from './kept-aids.ts';

/** Pixels between lines of a grid that was never chosen. */
const USUAL_GRID = 50;

/** Keeps what is chosen, wherever that is done. */
function useKept(editor: Editor): void {
  useEffect(() => {
    let { aids } = editor.state.get();
    return editor.state.subscribe(() => {
      const { aids: now } = editor.state.get();
      if (now === aids) return;
      aids = now;
      keepAids(now);
    });
  }, [editor]);
}

/** What helps to see and to place, by name and by key. */
export function useAidCommands(editor: Editor): readonly Command[] {
  const { t } = useTranslation('aids');
  useKept(editor);
  const spacing = useRef(USUAL_GRID);
  return useMemo(() => {
    const aids = () => editor.state.get().aids;
    const command = (name: string, keys: readonly string[], run: () => void): Command => ({
      id: `aids.${name}`,
      title: t(`command.${name}`),
      group: t('group'),
      keys,
      run,
    });
    const turn = (name: 'snap' | 'minimap' | 'pixelGrid' | 'smooth' | 'invert' | 'equalise') => () =>
      editor.setAids({ [name]: !aids()[name] });
    const scaled = (name: 'brightness' | 'contrast' | 'gamma' | 'saturation', by: number) => () =>
      editor.setAids({ [name]: Math.round(aids()[name] * by * 100) / 100 } satisfies Partial<Aids>);
    return [
      command('snap', ['Alt+X'], turn('snap')),
      command('minimap', ['Alt+N'], turn('minimap')),
      command('pixelGrid', [], turn('pixelGrid')),
      command('smooth', [], turn('smooth')),
      command('invert', ['Alt+I'], turn('invert')),
      command('equalise', ['Alt+E'], turn('equalise')),
      command('crosshair', ['Alt+C'], () => {
        const next = (CROSSHAIRS.indexOf(aids().crosshair) + 1) % CROSSHAIRS.length;
        editor.setAids({ crosshair: CROSSHAIRS[next] ?? 'drawing' });
      }),
      command('brighter', ['Alt+='], scaled('brightness', 1.1)),
      command('darker', ['Alt+-'], scaled('brightness', 1 / 1.1)),
      command('moreContrast', [], scaled('contrast', 1.1)),
      command('lessContrast', [], scaled('contrast', 1 / 1.1)),
      command('moreGamma', [], scaled('gamma', 1.1)),
      command('lessGamma', [], scaled('gamma', 1 / 1.1)),
      command('moreSaturation', [], scaled('saturation', 1.1)),
      command('lessSaturation', [], scaled('saturation', 1 / 1.1)),
      command('grid', [], () => {
        const { grid } = aids();
        if (grid > 0) spacing.current = grid;
        editor.setAids({ grid: grid > 0 ? 0 : spacing.current });
      }),
      command('reset', ['Alt+0'], () => editor.setAids(UNADJUSTED)),
    ];
  }, [editor, t]);
}
