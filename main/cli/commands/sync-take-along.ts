/** The words of `sluice sync` about items that a person takes along where there is no network. */
import { Option } from 'commander';
import { packIdSchema, type TakenAlong } from '#core/model/pack.ts';
import { idIn } from '../entities/find.ts';
import type { EntityFlags, entityGroup } from '../entities/group.ts';
import { projectOption } from '../entities/options.ts';
import { EXIT } from '../exit-codes.ts';
import { wholeNumber } from '../options.ts';
import { describeAlong } from '../sync/describe.ts';
import { bringAlong } from '../sync/take-along.ts';
import { findTask } from '../tasks/find.ts';

const exitOf = (all: readonly TakenAlong[]) =>
  all.some(({ away }) => away.files > 0) ? EXIT.workFailed : EXIT.ok;

export function addTakeAlong({ add, show }: ReturnType<typeof entityGroup>): void {
  add(
    'take',
    'take items of a remote’s task along: nobody else gets them, and their files are brought now',
    'sluice sync take "Label cars" --items 50 --days 7',
  )
    .argument('<task>', 'id or name of the task')
    .addOption(projectOption())
    .addOption(
      new Option('--items <n>', 'so many items at most').argParser(wholeNumber(1, 10_000)).default(50),
    )
    .addOption(new Option('--days <n>', 'for so many days').argParser(wholeNumber(1, 365)).default(7))
    .addHelpText(
      'after',
      `
Ends with 3 when not all files could be brought; "sluice sync along --bring" and the app go on with them. What is done is sent
with the next "sluice sync now".`,
    )
    .action(async (name: string, flags: EntityFlags & { items: number; days: number }) => {
      await show(
        flags,
        async (engine, session) => {
          const { id: taskId } = await findTask(engine, name, flags.project);
          const { id } = await engine.call('sync.takeAlong', {
            taskId,
            count: flags.items,
            days: flags.days,
          });
          return await bringAlong(engine, (one) => one.id === id, session);
        },
        describeAlong,
        exitOf,
      );
    });
  add('along', 'list what was taken along', 'sluice sync along --json')
    .option('--bring', 'bring the files that are not here yet first; ends with 3 when that cannot be')
    .action(async (flags: EntityFlags & { bring?: boolean }) => {
      await show(
        flags,
        async (engine, session) => {
          const all = await engine.call('sync.along', {});
          if (!flags.bring) return all;
          // An exchange that goes well begins with what is missing.
          for (const remoteId of new Set(all.map((one) => one.remoteId))) {
            await engine.call('sync.now', { remoteId });
          }
          return await bringAlong(engine, () => true, session);
        },
        describeAlong,
        (all) => (flags.bring ? exitOf(all) : EXIT.ok),
      );
    });
  add('give-back', 'let others have what is left of it', 'sluice sync give-back 665f1c2ab9d4e07f3a2b1c0d')
    .argument('<id>', 'as "sluice sync along" shows it')
    .action(async (text: string, flags: EntityFlags) => {
      await show(
        flags,
        async (engine) => {
          const id = idIn(packIdSchema, text, 'what was taken along');
          await engine.call('sync.giveBack', { id });
          return { id, givenBack: true };
        },
        () => 'Given back.',
      );
    });
}
