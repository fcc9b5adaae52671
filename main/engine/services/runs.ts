/** Cycles and executions wherever they are, and what is done with single executions. */
import type { CallArgs, Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Filter } from '#core/filters/ast.ts';
import { parseFilter } from '#core/filters/parse.ts';
import type { Attempt, Execution } from '#core/model/cycle.ts';
import type { EngineContext } from '../context.ts';
import { countCycles, cycleSearch } from '../db/queries/cycle-search.ts';
import { listCyclesByKey } from '../db/queries/cycles.ts';
import { listExecutionEvents } from '../db/queries/events.ts';
import { findExecution, listExecutionsByKey, putReport } from '../db/queries/execution-pages.ts';
import { executionSearch } from '../db/queries/execution-search.ts';
import { findWorkById, type Work } from '../db/queries/executions.ts';
import { countRuns, type RunOrder, searchRunKeys } from '../db/queries/run-keys.ts';
import type { Graphs } from '../jobs/graphs.ts';
import { stopByHand } from '../jobs/steps.ts';
import { attemptsIn } from '../pipelines/attempts.ts';
import { progressByNode } from '../pipelines/progress.ts';
import { rerunExecution } from '../pipelines/rerun.ts';
import { requireStanding, retryWork } from '../pipelines/retry-work.ts';
import { cancelJobs, leaveTask } from '../pipelines/terminate.ts';
import { waitingForRoom } from '../pipelines/waits.ts';

type RunCalls =
  | `${'cycles' | 'executions'}.search`
  | `executions.${'attempts' | 'progress' | 'report' | 'terminate' | 'rerun' | 'retry'}`;

export function runHandlers(ctx: EngineContext, graphs: Graphs): Handlers<RunCalls> {
  const { db } = ctx;

  /** @throws SluiceError `not-found` */
  function workOf(executionId: string): Work {
    const work = findWorkById(db, executionId);
    if (work) return work;
    throw new SluiceError('not-found', 'This execution is not there any more.', { executionId });
  }

  function execution(key: number): Execution {
    const found = findExecution(db, key);
    if (found) return found;
    throw new SluiceError('not-found', 'This execution is not there any more.');
  }

  function retry(work: Work): Execution {
    ctx.unit(ctx.settings().person, (tx) => retryWork(tx, work));
    return execution(work.key);
  }

  return {
    'cycles.search': (args) => {
      const search = cycleSearch(db, filterOf(args).where, args.projectIds);
      return {
        items: listCyclesByKey(db, searchRunKeys(db, search, args)),
        total: countCycles(db, search),
      };
    },
    'executions.search': (args) => {
      const search = executionSearch(db, filterOf(args).where, args.projectIds);
      const items = listExecutionsByKey(db, searchRunKeys(db, search, args));
      return {
        items: items.map((one) => ({ ...one, error: one.error ?? waitingForRoom(ctx, graphs, one) })),
        total: countRuns(db, search),
      };
    },
    'executions.progress': ({ pipelineId }) => progressByNode(ctx, pipelineId),
    'executions.attempts': ({ executionId }): Attempt[] => {
      const { key } = workOf(executionId);
      return attemptsIn(listExecutionEvents(db, key), execution(key));
    },
    'executions.report': ({ executionId, percent, message }) => {
      const work = workOf(executionId);
      if (isOver(work)) throw isOverError(work, 'nothing more can be told of it');
      const before = execution(work.key).report;
      ctx.unit(ctx.settings().person, (tx) => {
        putReport(tx.db, work.key, {
          percent: percent ?? before?.percent ?? null,
          message: message ?? before?.message ?? null,
          at: tx.now,
        });
        tx.changes.pipeline(work.pipelineId);
      });
      return execution(work.key);
    },
    'executions.terminate': ({ executionId }) => {
      const work = workOf(executionId);
      if (isOver(work)) throw isOverError(work, 'there is nothing to end');
      ctx.unit(ctx.settings().person, (tx) => {
        leaveTask(tx, work.key);
        stopByHand(tx, { work, stored: true }, 'Ended by a person.');
      });
      cancelJobs(ctx);
      return execution(work.key);
    },
    'executions.retry': ({ executionId }) => retry(workOf(executionId)),
    'executions.rerun': ({ executionId }) => {
      const work = workOf(executionId);
      if (!isOver(work)) {
        const text = `It has not ended: it is ${work.state}. Wait for its end, or terminate it first.`;
        throw new SluiceError('wrong-state', text, { executionId });
      }
      if (work.state !== 'success') return retry(work);
      return execution(
        ctx.unit(ctx.settings().person, (tx) => {
          requireStanding(tx, work);
          return rerunExecution(tx, graphs, work);
        }),
      );
    },
  };
}

function filterOf({ filter }: CallArgs<'cycles.search'> & { readonly order: RunOrder }): Filter {
  return parseFilter({ filter });
}

function isOver({ state }: Work): boolean {
  return state !== 'queued' && state !== 'running' && state !== 'parked';
}

function isOverError({ state }: Work, what: string): SluiceError {
  return new SluiceError('wrong-state', `This execution has ended (${state}): ${what}.`, { state });
}
