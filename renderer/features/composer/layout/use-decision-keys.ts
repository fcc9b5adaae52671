import { useTranslation } from 'react-i18next';
import { changeConnection } from '#core/pipeline/edit/connections.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { useStatusWord } from '#renderer/ui/use-status-word.ts';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';

/** There are no more keys. */
const MOST = 9;

/** On the chosen connection 1, 2, … choose the decision it takes, in the order of its output; 0 lets all through. */
export function useDecisionKeys(drawing: boolean): void {
  const { t } = useTranslation('composer');
  const word = useStatusWord();
  const composer = useComposer();
  const graph = useComposed(presentOf);
  const { nodes, connections } = useComposed((state) => state.selection);
  const [index] = connections;
  const only = drawing && nodes.size === 0 && connections.size === 1;
  const src = only && index !== undefined ? graph.connections[index]?.src : undefined;
  const source = graph.nodes.find((node) => node.id === src?.nodeId);
  const output = source?.outputs.find((port) => port.portId === src?.portId);
  const actions = (output?.actions ?? []).slice(0, MOST);
  const take = (action: string | null) => {
    if (index !== undefined) composer.edit((before) => changeConnection(before, index, { action }));
  };
  const keys = actions.length === 0 ? [] : [null, ...actions];
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
