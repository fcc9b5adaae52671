import { type Command, Option } from 'commander';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import type { Cycle } from '#core/model/cycle.ts';
import { cycleIdSchema } from '#core/model/ids.ts';
import { cycleParts } from '#core/model/run-ids.ts';
import type { CliEngine } from '../engine.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { jsonOption, wholeNumber, workspaceOption } from '../options.ts';
import { describeCycleExplained, describeItemExplained } from '../pipelines/describe-explanation.ts';
import { findItem } from '../pipelines/items.ts';
import { reachEngine } from '../pipelines/reach.ts';
import type { Runner, Session } from '../session.ts';

type ExplainFlags = { workspace?: string; project?: string; limit: number; before?: string; json?: boolean };

/** `sluice explain`: where an item is and why, with every decision that brought it there. */
export function addExplain(program: Command, run: Runner): void {
  program
    .command('explain')
    .description('tell where an item is and why, with every decision about it')
    .argument('<item-or-cycle>', 'id of an item or a cycle, or file name of an item')
    .addOption(workspaceOption())
    .option('--project <name>', 'look for the file name in this project only')
    .addOption(
      new Option('--limit <n>', 'so many of the latest decisions')
        .argParser(wholeNumber(1, 1000))
        .default(100, '100'),
    )
    .option('--before <place>', 'the decisions before these: what the last answer named as next')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Each decision comes with the connections that were looked at: which took the item, and why the others did not.

Examples:
  sluice explain 00000042.jpg
  sluice explain 0196b0c1d2e3000000000001 --json`,
    )
    .action(async (text: string, flags: ExplainFlags) => {
      await run(flags, async (session) =>
        reachEngine(flags, session, 'explain.item', (engine) => explain(engine, session, text, flags)),
      );
    });
}

async function explain(
  engine: CliEngine,
  session: Session,
  text: string,
  { project, limit, before }: ExplainFlags,
): Promise<ExitCode> {
  const page = { limit, after: before ?? null };
  const cycle = await findCycle(engine, text);
  if (cycle) {
    const view = await engine.call('cycles.view', { cycleId: cycle.id });
    const events = await engine.call('explain.cycle', { cycleId: cycle.id, ...page });
    session.output.result({ ...view, events }, () => describeCycleExplained(cycle, view.nodes, events));
    return EXIT.ok;
  }
  const item = await findItem(engine, text, project);
  if (!item) {
    const message = `There is no item and no cycle "${text}": it must be an id or a file name.`;
    throw new SluiceError('not-found', message);
  }
  const explained = await engine.call('explain.item', { itemId: item.id, ...page });
  session.output.result(explained, () => describeItemExplained(item, explained.places, explained.events));
  return EXIT.ok;
}

/** Null when the text is no id of a cycle that is here; it may still be an item's. */
async function findCycle(engine: CliEngine, text: string): Promise<Cycle | null> {
  if (cycleParts(text) === null) return null;
  try {
    return await engine.call('cycles.get', { cycleId: cycleIdSchema.parse(text) });
  } catch (error) {
    if (isSluiceError(error, 'not-found')) return null;
    throw error;
  }
}
