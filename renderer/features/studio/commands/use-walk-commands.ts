import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useLastDecision } from '../walk/decisions.ts';
import type { View } from '../walk/use-task-view.ts';
import type { Walk } from '../walk/use-walk.ts';

export type WalkCommands = {
  readonly previous: Command;
  readonly next: Command;
  readonly nextWaiting: Command;
  readonly nextEmpty: Command;
  readonly takeBack: Command;
};

/**
 * What can be done to get from item to item.
 * @param view the item on the screen; null when there is none
 */
export function useWalkCommands(taskId: string, view: View | null, walk: Walk): WalkCommands {
  const { t } = useTranslation('studio');
  const last = useLastDecision(taskId);
  const previousItemId = view?.previousItemId ?? null;
  const nextItemId = view?.nextItemId ?? null;
  const onItem = view !== null;
  const onVideo = view?.item.kind === 'video';
  return useMemo(() => {
    const group = t('group.items');
    const to = (itemId: string | null) => () => {
      if (itemId) walk.go(itemId);
    };
    return {
      previous: {
        id: 'items.previous',
        title: t('command.previous'),
        group,
        // The arrows belong to a selected shape first; without one they turn the pages, or step through a video.
        keys: onVideo ? ['PageUp'] : ['PageUp', 'ArrowLeft'],
        enabled: previousItemId !== null,
        run: to(previousItemId),
      },
      next: {
        id: 'items.next',
        title: t('command.next'),
        group,
        keys: onVideo ? ['PageDown'] : ['PageDown', 'ArrowRight'],
        enabled: nextItemId !== null,
        run: to(nextItemId),
      },
      nextWaiting: {
        id: 'items.nextWaiting',
        title: t('command.nextWaiting'),
        group,
        keys: ['N'],
        enabled: onItem,
        run: () => void walk.goOn(),
      },
      nextEmpty: {
        id: 'items.nextEmpty',
        title: t('command.nextEmpty'),
        group,
        keys: ['Alt+PageDown'],
        enabled: onItem,
        run: () => void walk.goToEmpty(),
      },
      takeBack: {
        id: 'items.takeBack',
        title: t('command.takeBack'),
        group,
        keys: ['U'],
        enabled: last !== null,
        run: () => {
          if (last) void walk.takeBack(last);
        },
      },
    };
  }, [t, walk, last, previousItemId, nextItemId, onItem, onVideo]);
}
