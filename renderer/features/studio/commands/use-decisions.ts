import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client/client.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useRequired } from '../attributes/use-required.ts';
import { useItemName } from '../walk/use-item-name.ts';
import { waitsHere } from '../walk/use-open-item.ts';
import type { View } from '../walk/use-task-view.ts';
import type { Walk } from '../walk/use-walk.ts';
import { useKeyRepeat } from './use-key-repeat.ts';
import { useLatest } from './use-latest.ts';

export type DecisionCommand = Command & { readonly status: string };

/** Keys of the first, positive decision, and of throwing away. Others are picked with Shift and a number. */
function keysOf(status: string, index: number, positive: readonly string[]): readonly string[] {
  if (index === 0) return positive;
  return status === 'discard' ? ['X'] : [`Shift+${index + 1}`];
}

/**
 * One command for each decision that the task takes, the positive one first.
 * @param shown the item on the screen
 * @param current the same; null while another one is on its way
 * @param positive keys of the first decision
 */
export function useDecisionCommands(
  editor: Editor,
  shown: View,
  current: View | null,
  walk: Walk,
  positive: readonly string[],
): readonly DecisionCommand[] {
  const { t } = useTranslation('studio');
  const name = useItemName();
  const isRepeat = useKeyRepeat();
  const blocksCompletion = useRequired();
  const latest = useLatest({ current, walk });
  const decide = (status: string) => {
    const { current: view, walk: now } = latest.current;
    // In the middle of a stroke the hand comes first; a key that is held is one decision.
    if (!view || !waitsHere(view) || isRepeat() || editor.pointer.busy()) return;
    const { item, task } = view;
    editor.nudge.end();
    if (status === task.actions[0] && blocksCompletion(editor, view.recipe)) return;
    void now.decide({ itemId: item.id, what: name(item), status }, () =>
      call('tasks.setStatus', { taskId: task.id, itemId: item.id, status }),
    );
  };
  return shown.task.actions.map((status, index) => ({
    id: `decide.${status}`,
    status,
    title: t(`action.${status}`, { defaultValue: status }),
    group: t('group.items'),
    keys: keysOf(status, index, positive),
    run: () => decide(status),
  }));
}
