import { useTranslation } from 'react-i18next';
import { type View, type Walk, waitsHere } from '#renderer/features/studio/index.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import type { IssueDraft } from './use-issue-draft.ts';

export type ReviewCommands = { readonly issue: Command; readonly sendBack: Command };

/**
 * What a reviewer does besides deciding.
 * @param view the item on the screen; null when another one is on its way
 */
export function useReviewCommands(view: View | null, draft: IssueDraft, walk: Walk): ReviewCommands {
  const { t } = useTranslation('review');
  const group = t('group');
  const here = view !== null && waitsHere(view) && !walk.busy;
  const open = view?.issues.some(({ status }) => status === 'issue') ?? false;
  return {
    issue: {
      id: 'review.issue',
      title: t('command.issue'),
      group,
      keys: ['I'],
      enabled: here,
      run: draft.begin,
    },
    sendBack: {
      id: 'review.sendBack',
      title: t('command.sendBack'),
      group,
      keys: ['S'],
      enabled: here && open,
      run: () => void draft.sendBack(),
    },
  };
}
