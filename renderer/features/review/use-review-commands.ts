import { useTranslation } from 'react-i18next';
import { useLatest, type View, waitsHere } from '#renderer/features/studio/index.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import type { IssueDraft } from './use-issue-draft.ts';

export type ReviewCommands = { readonly issue: Command; readonly sendBack: Command };

/** What a reviewer does besides deciding. */
export function useReviewCommands(shown: View, draft: IssueDraft): ReviewCommands {
  const { t } = useTranslation('review');
  const latest = useLatest(draft);
  const group = t('group');
  return {
    issue: {
      id: 'review.issue',
      title: t('command.issue'),
      group,
      keys: ['I'],
      run: () => latest.current.begin(),
    },
    sendBack: {
      id: 'review.sendBack',
      title: t('command.sendBack'),
      group,
      keys: ['S'],
      enabled: waitsHere(shown) && shown.issues.some(({ status }) => status === 'issue'),
      run: () => void latest.current.sendBack(),
    },
  };
}
