import { useReactFlow } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { FIT } from '#renderer/ui/flow/keep-in-sight.tsx';
import { isChanged } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { isEmpty, NOTHING } from '../state/selection.ts';

/** What can be done in the composer by key and palette. */
export function useComposerCommands(save: () => void): void {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const { fitView } = useReactFlow();
  const nothing = useComposed((state) => isEmpty(state.selection));
  const past = useComposed((state) => state.history.past.length > 0);
  const future = useComposed((state) => state.history.future.length > 0);
  const changed = useComposed(isChanged);
  const group = t('title');
  useCommands([
    { id: 'composer.undo', title: t('undo'), group, keys: ['mod+Z'], enabled: past, run: composer.undo },
    {
      id: 'composer.redo',
      title: t('redo'),
      group,
      keys: ['mod+Shift+Z', 'mod+Y'],
      enabled: future,
      run: composer.redo,
    },
    {
      id: 'composer.save',
      title: t('save'),
      group,
      keys: ['mod+S'],
      inFields: true,
      enabled: changed,
      run: save,
    },
    {
      id: 'composer.remove',
      title: t('several.remove'),
      group,
      keys: ['Delete', 'Backspace'],
      enabled: !nothing,
      run: composer.removeSelection,
    },
    { id: 'composer.all', title: t('selectAll'), group, keys: ['mod+A'], run: composer.selectAll },
    {
      id: 'composer.none',
      title: t('selectNone'),
      group,
      keys: ['Escape'],
      enabled: !nothing,
      run: () => composer.select(NOTHING),
    },
    {
      id: 'composer.find',
      title: t('library.search'),
      group,
      keys: ['A', '/'],
      run: () => document.querySelector<HTMLElement>('[data-library-search]')?.focus(),
    },
    { id: 'composer.fit', title: t('fit'), group, keys: ['F'], run: () => void fitView(FIT) },
  ]);
}
