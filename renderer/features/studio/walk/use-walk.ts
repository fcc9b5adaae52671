import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { isSluiceError } from '#core/errors.ts';
import { call } from '#renderer/client/client.ts';
import { notifyError } from '#renderer/client/notify.ts';
import { notifyInfo } from '#renderer/ui/notify.ts';
import { useLatest } from '../commands/use-latest.ts';
import { work } from '../stage/work.ts';
import { type Decision, forgetDecisions, recordDecision } from './decisions.ts';
import { renewTaskView } from './use-task-view.ts';

/** Address of an item in the screen; without an item, of whatever comes next. */
export type Address = (taskId: string, itemId?: string) => string;

export type Walk = {
  /** True while a decision is being stored: nothing else can be decided meanwhile. */
  readonly busy: boolean;
  /** Shows an item of the task. */
  go(itemId: string): void;
  /** Shows the next item that waits for a person; where none does, the end of the task. */
  goOn(): Promise<void>;
  /** Shows the next item of the task that has no objects; says so where each has some. */
  goToEmpty(): Promise<void>;
  /**
   * Stores all that is drawn, then the decision, then shows what comes next. Errors are told, and then nothing
   * moves.
   * @param decide stores the decision
   */
  decide(decision: Omit<Decision, 'taskId' | 'at'>, decide: () => Promise<unknown>): Promise<void>;
  /** Takes a decision back and shows its item again. */
  takeBack(decision: Pick<Decision, 'itemId'>): Promise<void>;
};

/** Moves from item to item of a task. The same object as long as `busy` is the same. */
export function useWalk(taskId: string, itemId: string | null, address: Address): Walk {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const { t } = useTranslation('studio');
  const none = () => notifyInfo(t('noEmpty.title'), t('noEmpty.text'));
  const latest = useLatest({ taskId, itemId, address, navigate, none });

  const actions = useMemo((): Omit<Walk, 'busy'> => {
    function go(next: string | null): void {
      const { address: to, taskId: task, navigate: open } = latest.current;
      open(to(task, ...(next ? [next] : [])), { replace: true });
    }

    async function goOn(): Promise<void> {
      const { taskId: task, itemId: after } = latest.current;
      const next = await call('tasks.next', { taskId: task, afterItemId: after });
      // The item on the screen is answered when it is the only one that waits: then there is nowhere to go.
      go(next.itemId);
    }

    /** One thing at a time: a key that is held must not decide on the next item, too. */
    async function alone(run: (task: string) => Promise<void>): Promise<void> {
      if (running.current) return;
      running.current = true;
      setBusy(true);
      try {
        await run(latest.current.taskId);
      } catch (error) {
        notifyError(error);
      } finally {
        running.current = false;
        setBusy(false);
      }
    }

    return {
      go,
      goOn: () => alone(goOn),
      goToEmpty: () =>
        alone(async (task) => {
          // What is drawn here counts, too.
          await work.whenIdle();
          const next = await call('tasks.nextEmpty', { taskId: task, afterItemId: latest.current.itemId });
          if (next.itemId) go(next.itemId);
          else latest.current.none();
        }),
      decide: (decision, decide) =>
        alone(async (task) => {
          await work.whenIdle();
          await decide();
          recordDecision({ ...decision, taskId: task, at: Date.now() });
          await goOn();
        }),
      takeBack: (decision) =>
        alone(async (task) => {
          await call('tasks.clearStatus', { taskId: task, itemId: decision.itemId }).catch(
            (error: unknown) => {
              // Somebody has decided further on: it is not offered again.
              if (isSluiceError(error, 'wrong-state', 'not-found')) forgetDecisions(task, decision.itemId);
              throw error;
            },
          );
          forgetDecisions(task, decision.itemId);
          // It was fetched ahead while it was decided: shown like that, it would not take the next key.
          await renewTaskView(queries, task, decision.itemId);
          go(decision.itemId);
        }),
    };
  }, [latest, queries]);

  return useMemo(() => ({ busy, ...actions }), [busy, actions]);
}
