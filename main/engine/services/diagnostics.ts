/** Whether work still goes on. */
import type { Handlers } from '#contract/index.ts';
import type { EngineContext } from '../context.ts';
import { countOpenCommands } from '../db/queries/commands.ts';
import { countFailed, countMachineWork } from '../db/queries/counters.ts';
import { countWaiting } from '../db/queries/tasks.ts';

export function idleHandlers(ctx: EngineContext, ingestBusy: () => boolean): Handlers<'diagnostics.idle'> {
  return {
    'diagnostics.idle': () => ({
      machineWork: countMachineWork(ctx.db) + countOpenCommands(ctx.db),
      ingestBusy: ingestBusy(),
      waitingForPeople: countWaiting(ctx.db),
      failed: countFailed(ctx.db),
    }),
  };
}
