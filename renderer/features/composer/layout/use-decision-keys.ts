import { useTranslation } from 'react-i18next';
import { changeConnection } from '#core/pipeline/edit/connections.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { useStatusWord } from '#renderer/ui/use-status-word.ts';
import { type ComposerState, presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';

/** There are no more keys. */
const MOST = 9;

const NONE: readonly string[] = [];

/** The decisions that the one chosen connection could take; the same list while nothing of its output changes. */
function decisionsOf(state: ComposerState): readonly string[] {
  const { nodes, connections } = state.selection;
  const [index] = connections;
  const graph = presentOf(state);
  const only = nodes.size === 0 && connections.size === 1 && index !== undefined;
  const src = only ? graph.connections[index]?.src : undefined;
  const source = src && graph.nodes.find((node) => node.id === src.nodeId);
  return source?.outputs.find((port) => port.portId === src?.portId)?.actions ?? NONE;
}

/** On the chosen connection 1, 2, … choose the decision it takes, in the order of its output; 0 lets all through. */
export function useDecisionKeys(drawing: boolean): void {
  const { t } = useTranslation('composer');
  const word = useStatusWord();
  const composer = useComposer();
  const actions = useComposed(decisionsOf).slice(0, MOST);
  const take = (action: string | null) => {
    const [index] = composer.getState().selection.connections;
    if (index !== undefined) composer.edit((before) => changeConnection(before, index, { action }));
  };
  const keys = drawing && actions.length > 0 ? [null, ...actions] : [];
  useCommands(
    keys.map((action, place) => ({
      id: `composer.decision-${place}`,
      title: action === null ? t('connection.takeAny') : t('connection.take', { decision: word(action) }),
      group: t('title'),
      keys: [String(place)],
      run: () => take(action),
    })),
  );
}
