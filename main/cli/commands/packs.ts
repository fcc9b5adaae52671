import { resolve } from 'node:path';
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import type { CallName } from '#contract/index.ts';
import { type Lease, packIdSchema, type TakenPack } from '#core/model/pack.ts';
import type { CliEngine } from '../engine.ts';
import { EXIT } from '../exit-codes.ts';
import { jsonOption, wholeNumber, workspaceOption } from '../options.ts';
import { facts, table } from '../output.ts';
import { reachEngine } from '../pipelines/reach.ts';
import type { Runner, Session } from '../session.ts';
import { findTask } from '../tasks/find.ts';

type Flags = { workspace?: string; project?: string; json?: boolean };
type MakeFlags = Flags & { for: string; items: number; days: number };

const OUTCOME = '.outcome.sluicepack';
const RETURN = '.return.sluicepack';

/** `sluice packs`: items that are taken along where there is no network. */
export function addPacks(program: Command, run: Runner): void {
  const packs = program
    .command('packs')
    .description('take items of a task along in a file, and bring back what was done')
    .addHelpText(
      'after',
      `
Where the task is kept:   packs make, packs receive, packs list, packs extend, packs end
Where people label:       packs open, packs return, packs taken

Examples:
  sluice packs make "Label cars" --for ada@example.com --items 50 week.sluicepack
  sluice packs open week.sluicepack --workspace ~/labels
  sluice packs return 0199b2c3d4e5f60718293a4b week.return.sluicepack --workspace ~/labels
  sluice packs receive week.return.sluicepack
  sluice packs open week.outcome.sluicepack --workspace ~/labels`,
    );
  const add = (name: string, description: string, example: string) =>
    packs
      .command(name)
      .description(description)
      .addOption(workspaceOption())
      .addOption(jsonOption())
      .addHelpText('after', `\nExample:\n  sluice packs ${example}`);
  const work = async <F extends Flags>(
    flags: F,
    call: CallName,
    ask: (engine: CliEngine, session: Session) => Promise<void>,
  ) => {
    await run(flags, async (session) => {
      await reachEngine(flags, session, call, (engine) => ask(engine, session));
      return EXIT.ok;
    });
  };
  const pack = () => new Argument('<pack>', 'id of the pack').argParser(packId);
  const daysOption = () =>
    new Option('--days <n>', 'for so many days nobody else gets the items')
      .argParser(wholeNumber(1, 365))
      .default(7);

  add(
    'make',
    'write items of a task to a file for a person',
    'make Cars --for ada@example.com week.sluicepack',
  )
    .argument('<task>', 'id or name of the task')
    .argument('<file>', 'where the pack is written')
    .option('--project <name>', 'look for the task in this project only')
    .requiredOption('--for <person>', 'who takes it along')
    .addOption(
      new Option('--items <n>', 'so many items at most').argParser(wholeNumber(1, 10_000)).default(50),
    )
    .addOption(daysOption())
    .action(async (name: string, file: string, flags: MakeFlags) => {
      await work(flags, 'packs.make', async (engine, { output }) => {
        const task = await findTask(engine, name, flags.project);
        const wish = { taskId: task.id, person: flags.for, count: flags.items, days: flags.days };
        const made = await engine.call('packs.make', { ...wish, path: resolve(file) });
        output.result(made, () => facts([...leaseFacts(made.lease), ['key', made.fingerprint]]));
      });
    });
  add('list', 'list the packs that were made here', 'list').action(async (flags: Flags) => {
    await work(flags, 'packs.leases', async (engine, { output }) => {
      const leases = await engine.call('packs.leases', {});
      output.result(leases, () =>
        table(
          ['id', 'task', 'person', 'items', 'left', 'until', 'came back'],
          leases.map((one) => [
            ...[one.id, one.taskName, one.person, String(one.items), String(one.left)],
            ...[one.endedAt === null ? day(one.until) : 'ended', one.cameAt === null ? '-' : day(one.cameAt)],
          ]),
        ),
      );
    });
  });
  add('extend', 'let a pack hold longer, from now on', 'extend 0199b2c3d4e5f60718293a4b --days 7')
    .addArgument(pack())
    .addOption(daysOption())
    .action(async (id: PackIdOf, flags: Flags & { days: number }) => {
      await work(flags, 'packs.extend', async (engine, { output }) => {
        const lease = await engine.call('packs.extend', { packId: id, days: flags.days });
        output.result(lease, () => facts(leaseFacts(lease)));
      });
    });
  add('end', 'let the items of a pack be given to others', 'end 0199b2c3d4e5f60718293a4b')
    .addArgument(pack())
    .action(async (id: PackIdOf, flags: Flags) => {
      await work(flags, 'packs.end', async (engine, { output }) => {
        const lease = await engine.call('packs.end', { packId: id });
        output.result(lease, () => facts(leaseFacts(lease)));
      });
    });
  add('open', `take a pack over, or an outcome (a file that ends with ${OUTCOME})`, 'open week.sluicepack')
    .argument('<file>', 'the file')
    .action(async (file: string, flags: Flags) => {
      const path = resolve(file);
      if (path.endsWith(OUTCOME)) {
        await work(flags, 'packs.takeOutcome', async (engine, { output }) => {
          const done = await engine.call('packs.takeOutcome', { path });
          output.result(done, () => facts([['changes settled', String(done.settled)]]));
        });
        return;
      }
      await work(flags, 'packs.open', async (engine, { output }) => {
        const opened = await engine.call('packs.open', { path });
        const { pack: found, items, knownBefore } = opened;
        output.result(opened, () =>
          facts([
            ...takenFacts(found),
            ['items', String(items)],
            ['opened before', knownBefore ? 'yes' : 'no'],
          ]),
        );
      });
    });
  add('taken', 'list the packs that were opened here', 'taken').action(async (flags: Flags) => {
    await work(flags, 'packs.taken', async (engine, { output }) => {
      const taken = await engine.call('packs.taken', {});
      output.result(taken, () =>
        table(
          ['id', 'task', 'from', 'until', 'changes that wait', 'key'],
          taken.map((one) => [
            ...[one.id, one.taskName, one.hub, day(one.until), String(one.queued), one.fingerprint],
          ]),
        ),
      );
    });
  });
  add('return', 'write what was done to a file', `return 0199b2c3d4e5f60718293a4b week${RETURN}`)
    .addArgument(pack())
    .argument('<file>', 'where it is written')
    .action(async (id: PackIdOf, file: string, flags: Flags) => {
      await work(flags, 'packs.writeReturn', async (engine, { output }) => {
        const done = await engine.call('packs.writeReturn', { packId: id, path: resolve(file) });
        output.result(done, () =>
          facts([
            ['changes', String(done.changes)],
            ['wait for the outcome of these', String(done.later)],
            ['new items, which go over a network only', String(done.newItems)],
          ]),
        );
      });
    });
  add('receive', 'take what was done with a pack, and write what became of it', `receive week${RETURN}`)
    .argument('<file>', 'what came back')
    .option('--outcome <file>', `where the outcome is written; beside the file, with ${OUTCOME}, when absent`)
    .action(async (file: string, flags: Flags & { outcome?: string }) => {
      const path = resolve(file);
      const outcomePath = resolve(flags.outcome ?? `${stemOf(path)}${OUTCOME}`);
      await work(flags, 'packs.receive', async (engine, { output }) => {
        const done = await engine.call('packs.receive', { path, outcomePath });
        output.result({ ...done, outcomePath }, () =>
          facts([
            ['changes', String(done.changes)],
            ['had come before', String(done.before)],
            ['conflicts', String(done.conflicts)],
            ['refused', done.refused.length === 0 ? 'none' : done.refused.join(' ')],
            ['items left', String(done.lease.left)],
            ['outcome, to be opened where it was done', outcomePath],
          ]),
        );
      });
    });
}

type PackIdOf = ReturnType<typeof packId>;

function packId(text: string) {
  const parsed = packIdSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(
    'It must be the id of a pack: see "sluice packs list" or "sluice packs taken".',
  );
}

const stemOf = (path: string) => path.replace(/(\.return)?\.sluicepack$/, '');
const day = (time: number) => new Date(time).toISOString().slice(0, 16);

function leaseFacts({ id, taskName, person, items, left, until, endedAt }: Lease): [string, string][] {
  return [
    ['pack', id],
    ['task', taskName],
    ['for', person],
    ['items', `${items}, of which ${left} wait`],
    endedAt === null ? ['until', day(until)] : ['ended', day(endedAt)],
  ];
}

function takenFacts({ id, taskName, person, hub, until, fingerprint }: TakenPack): [string, string][] {
  return [
    ['pack', id],
    ['task', taskName],
    ['for', person],
    ['from', hub],
    ['until', day(until)],
    ['key, to be compared with the hub', fingerprint],
  ];
}
