/** The words of `sluice sync` about what a person has to decide: conflicts, and what a remote did not take. */
import { Argument, Option } from 'commander';
import type { EntityFlags, entityGroup } from '../entities/group.ts';
import { wholeNumber } from '../options.ts';
import {
  ABOUT,
  type ListFlags,
  listConflicts,
  reopen,
  solve,
  solveRecipe,
  unpark,
  unparkRecipe,
  type WhichFlags,
} from '../sync/decide.ts';
import { describeConflicts, describeParked, describeRecipes } from '../sync/describe.ts';

type Group = ReturnType<typeof entityGroup>;
type ManyFlags = EntityFlags & { readonly all?: boolean };

const about = () => new Option('--about <what>', 'only those about this').choices(Object.keys(ABOUT));
const by = () => new Option('--by <email>', 'only those with this person');
const choice = () =>
  new Argument('<choice>', 'which value is to be in force').choices(['mine', 'theirs'] as const);

export function addSyncDecisions(group: Group): void {
  addConflicts(group);
  addRecipes(group);
  addParked(group);
}

function addConflicts({ add, show }: Group): void {
  add('conflicts', 'list what two people changed differently', 'sluice sync conflicts --json')
    .option('--item <id>', 'only those of this item')
    .addOption(about())
    .addOption(by())
    .option('--decided', 'in place of those that wait: those that were decided, latest first')
    .addOption(new Option('--limit <n>', 'so many at most').argParser(wholeNumber(1, 1000)).default(200))
    .action(async (flags: EntityFlags & ListFlags) => {
      await show(flags, (engine) => listConflicts(engine, flags), describeConflicts);
    });
  add('solve', 'decide conflicts: "mine" or "theirs"', 'sluice sync solve theirs --about label')
    .addArgument(choice())
    .argument('[conflict...]', 'ids of conflicts')
    .option('--all', 'all that wait')
    .addOption(about())
    .addOption(by())
    .action(async (side: 'mine' | 'theirs', ids: string[], flags: ManyFlags & WhichFlags) => {
      await show(
        flags,
        (engine) => solve(engine, side, { ...flags, ids, all: flags.all === true }),
        ({ solved }) => `Decided: ${solved}.`,
      );
    });
  add('reopen', 'let conflicts that were decided wait again', 'sluice sync reopen 665f1c2ab9d4e07f3a2b1c0d')
    .argument('<conflict...>', 'ids of conflicts: see "sluice sync conflicts --decided"')
    .addHelpText('after', '\nWhat somebody has changed since it was decided stays as it is.')
    .action(async (ids: string[], flags: EntityFlags) => {
      await show(
        flags,
        (engine) => reopen(engine, ids),
        ({ reopened }) => `Waiting again: ${reopened}.`,
      );
    });
}

function addRecipes({ add, show }: Group): void {
  add(
    'recipes',
    'list recipes that both changed, or that a remote did not take',
    'sluice sync recipes --json',
  ).action(async (flags: EntityFlags) => {
    await show(flags, (engine) => engine.call('sync.recipes', {}), describeRecipes);
  });
  add(
    'solve-recipe',
    'decide what both changed in a recipe',
    'sluice sync solve-recipe mine 665f1c2ab9d4e07f3a2b1c0d',
  )
    .addArgument(choice())
    .argument('<recipe>', 'its id')
    .option('--field <name>', 'only this field, such as /labels/car/color; left out: all')
    .action(async (side: 'mine' | 'theirs', id: string, flags: EntityFlags & { field?: string }) => {
      await show(
        flags,
        (engine) => solveRecipe(engine, id, { choice: side, field: flags.field }),
        ({ solved }) => `Decided: ${solved}.`,
      );
    });
  for (const [name, how, description] of [
    ['retry-recipe', 'again', 'send a recipe again that a remote did not take'],
    ['drop-recipe', 'drop', 'give changes of a recipe up: it is as the remote has it'],
  ] as const) {
    add(name, description, `sluice sync ${name} 665f1c2ab9d4e07f3a2b1c0d`)
      .argument('<recipe>', 'its id')
      .action(async (id: string, flags: EntityFlags) => {
        await show(
          flags,
          (engine) => unparkRecipe(engine, id, how),
          () => (how === 'again' ? 'It is sent again.' : 'It is as the remote has it.'),
        );
      });
  }
}

function addParked({ add, show }: Group): void {
  add(
    'parked',
    'list changes that a remote did not take, with the reason',
    'sluice sync parked --json',
  ).action(async (flags: EntityFlags) => {
    await show(flags, (engine) => engine.call('sync.parked', {}), describeParked);
  });
  for (const [name, how, description] of [
    ['retry', 'again', 'send changes again that a remote did not take'],
    ['drop', 'drop', 'give such changes up: what the remote has stands'],
  ] as const) {
    add(name, description, `sluice sync ${name} --all`)
      .argument('[seq...]', 'their numbers, as "sluice sync parked" shows them', numbers)
      .option('--all', 'all of them')
      .action(async (ids: readonly string[] | undefined, flags: ManyFlags) => {
        await show(
          flags,
          (engine) => unpark(engine, how, { ids: ids ?? [], all: flags.all === true }),
          ({ changes }) => `${how === 'again' ? 'Sent again' : 'Given up'}: ${changes}.`,
        );
      });
  }
}

function numbers(text: string, before: readonly string[] = []): string[] {
  return [...before, String(wholeNumber(1, Number.MAX_SAFE_INTEGER)(text))];
}
