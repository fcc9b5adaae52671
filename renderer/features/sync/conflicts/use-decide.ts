import { useTranslation } from 'react-i18next';
import type { Conflict, WhichConflicts } from '#core/model/sync.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { notifyUndo } from '#renderer/ui/notify-undo.tsx';
import { useRefresh } from '#renderer/ui/use-refresh.ts';

export type Choice = 'mine' | 'theirs';

/** Conflicts with what was chosen for each. */
export type Choices = readonly { readonly conflict: Conflict; readonly choice: Choice }[];

/** Decides conflicts; what was decided can be taken back for a moment in the corner, and later where it is looked back at. */
export function useDecide() {
  const { t } = useTranslation('sync');
  const solve = useMutate('sync.solve');
  const reopen = useMutate('sync.reopen');
  const refresh = useRefresh();
  const done = () => refresh('sync.');

  async function again(conflicts: readonly Conflict[]): Promise<void> {
    const conflictIds = conflicts.map(({ id }) => id);
    await reopen.mutateAsync({ conflictIds }).catch(() => null);
    await done();
  }

  return {
    isPending: solve.isPending || reopen.isPending,
    again,
    /** True when all of them were decided. */
    async choose(choices: Choices): Promise<boolean> {
      const decided: Conflict[] = [];
      for (const choice of ['mine', 'theirs'] as const) {
        const those = choices.filter((one) => one.choice === choice).map(({ conflict }) => conflict);
        if (those.length === 0) continue;
        const conflictIds = those.map(({ id }) => id);
        const answer = await solve.mutateAsync({ conflictIds, choice }).catch(() => null);
        if (answer) decided.push(...those);
      }
      await done();
      if (decided.length > 0) {
        notifyUndo(t('decided.done', { count: decided.length }), t('decided.undo'), () => again(decided));
      }
      return decided.length === choices.length;
    },
    async chooseAll(which: WhichConflicts, choice: Choice): Promise<void> {
      await solve.mutateAsync({ which, choice }).catch(() => null);
      await done();
    },
  };
}
