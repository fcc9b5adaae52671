import { useReactFlow } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { FIT } from '#renderer/ui/flow/keep-in-sight.tsx';
import { findInLibrary, useLibraryOpen } from '../library/open.ts';
import { isChanged } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { isEmpty, NOTHING } from '../state/selection.ts';
import { useArrange } from './use-arrange.ts';
import { useDecisionKeys } from './use-decision-keys.ts';
import { useInParallel } from './use-in-parallel.ts';

/** Goes to the first field at the right that is there; what is in it is chosen, to be typed over. */
function focusFirst(selectors: readonly string[]): void {
  for (const selector of selectors) {
    const field = document.querySelector<HTMLElement>(`[data-inspector] ${selector}`);
    if (!field) continue;
    field.focus();
    if (field instanceof HTMLInputElement) field.select();
    return;
  }
}

/** What can be done in the composer by key and palette. */
export function useComposerCommands(actions: {
  readonly save: () => void;
  readonly simulate: () => void;
  /** False: the graph cannot be seen, and must not be changed by a key then. */
  readonly drawing: boolean;
}): void {
  const { save, simulate, drawing } = actions;
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
  const parallel = useInParallel();
  useDecisionKeys(drawing);
  const always: readonly Command[] = [
    {
      id: 'composer.save',
      title: t('save'),
      group,
      keys: ['mod+S'],
      inFields: true,
      enabled: changed,
      run: save,
    },
    { id: 'composer.simulate', title: t('simulate.open'), group, keys: ['S'], run: simulate },
  ];
  const ofGraph: readonly Command[] = [
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
      id: 'composer.next-node',
      title: t('quickAdd.command'),
      group,
      keys: ['A'],
      run: () => composer.ask('next'),
    },
    { id: 'composer.find', title: t('library.search'), group, keys: ['/'], run: findInLibrary },
    {
      id: 'composer.library',
      title: t('library.fold'),
      group,
      keys: ['N'],
      run: () => useLibraryOpen.getState().setOpen(!useLibraryOpen.getState().open),
    },
    {
      id: 'composer.settings',
      title: t('settings'),
      group,
      keys: ['E'],
      run: () => focusFirst(['[aria-invalid=true]', '[data-settings] input', 'input']),
    },
    {
      id: 'composer.rename',
      title: t('node.rename'),
      group,
      keys: ['F2'],
      enabled: one,
      run: () => focusFirst(['[data-name] input']),
    },
    {
      id: 'composer.connect',
      title: t('connect.command'),
      group,
      keys: ['C'],
      enabled: one,
      run: () => composer.ask('target'),
    },
    {
      id: 'composer.duplicate',
      title: t('duplicate'),
      group,
      keys: ['mod+D'],
      enabled: some,
      run: () => composer.duplicateSelection(() => crypto.randomUUID()),
    },
    {
      id: 'composer.parallel',
      title: t('ways.parallel'),
      group,
      keys: ['P'],
      enabled: one,
      run: () => {
        const [nodeId] = composer.getState().selection.nodes;
        if (nodeId !== undefined) parallel(nodeId);
      },
    },
    {
      id: 'composer.way',
      title: t('ways.step'),
      group,
      keys: ['W'],
      enabled: !nothing,
      run: composer.stepConnection,
    },
    { id: 'composer.next', title: t('next'), group, keys: [']'], run: () => composer.step(1) },
    { id: 'composer.previous', title: t('previous'), group, keys: ['['], run: () => composer.step(-1) },
    { id: 'composer.arrange', title: t('arrange'), group, keys: ['L'], run: () => void arrange() },
    { id: 'composer.fit', title: t('fit'), group, keys: ['F'], run: () => void fitView(FIT) },
  ];
  useCommands(drawing ? [...always, ...ofGraph] : always);
}
