import { useReactFlow } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { FIT } from '#renderer/ui/flow/keep-in-sight.tsx';
import { isChanged } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { isEmpty, NOTHING } from '../state/selection.ts';
import { useArrange } from './use-arrange.ts';

/** What can be done in the composer by key and palette. */
export function useComposerCommands(actions: {
  readonly save: () => void;
  readonly simulate: () => void;
}): void {
  const { save, simulate } = actions;
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const { fitView } = useReactFlow();
  const nothing = useComposed((state) => isEmpty(state.selection));
  const some = useComposed((state) => state.selection.nodes.size > 0);
  const one = useComposed((state) => state.selection.nodes.size === 1);
  const arrange = useArrange();
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
      inFields: true,
      // One step back each time: out of a field first.
      run: () => {
        const focus = document.activeElement;
        if (focus instanceof HTMLElement && focus.matches('input, textarea')) focus.blur();
        else composer.select(NOTHING);
      },
    },
    {
      id: 'composer.find',
      title: t('library.search'),
      group,
      keys: ['A', '/'],
      run: () => document.querySelector<HTMLElement>('[data-library-search]')?.focus(),
    },
    {
      id: 'composer.settings',
      title: t('settings'),
      group,
      keys: ['E'],
      run: () => document.querySelector<HTMLElement>('[data-inspector] input')?.focus(),
    },
    {
      id: 'composer.connect',
      title: t('connect.command'),
      group,
      keys: ['C'],
      enabled: one,
      run: () => composer.chooseTarget(true),
    },
    {
      id: 'composer.duplicate',
      title: t('duplicate'),
      group,
      keys: ['mod+D'],
      enabled: some,
      run: () => composer.duplicateSelection(() => crypto.randomUUID()),
    },
    { id: 'composer.next', title: t('next'), group, keys: [']'], run: () => composer.step(1) },
    { id: 'composer.previous', title: t('previous'), group, keys: ['['], run: () => composer.step(-1) },
    { id: 'composer.simulate', title: t('simulate.open'), group, keys: ['S'], run: simulate },
    { id: 'composer.arrange', title: t('arrange'), group, keys: ['L'], run: () => void arrange() },
    { id: 'composer.fit', title: t('fit'), group, keys: ['F'], run: () => void fitView(FIT) },
  ]);
}
