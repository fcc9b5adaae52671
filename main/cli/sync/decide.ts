/** What a person decides about what is exchanged, by the contract's calls. */
import type { CallOutput } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { itemIdSchema, type RecipeId, recipeIdSchema } from '#core/model/ids.ts';
import { conflictIdSchema, type WhichConflicts } from '#core/model/sync.ts';
import type { CliEngine } from '../engine.ts';
import { idIn } from '../entities/find.ts';

type Callable = Pick<CliEngine, 'call'>;

/** What conflicts are about, as a person names it. */
export const ABOUT = {
  label: { kind: 'annotation', part: '/label' },
  shape: { kind: 'annotation', part: '/geometry' },
  attributes: { kind: 'annotation', part: '/attributes' },
  deleted: { kind: 'annotation', part: '' },
  item: { kind: 'item' },
  decision: { kind: 'standing' },
  issue: { kind: 'issue' },
} as const satisfies Record<string, WhichConflicts>;

export type WhichFlags = { readonly about?: keyof typeof ABOUT; readonly by?: string };

function whichOf({ about, by }: WhichFlags): WhichConflicts {
  return { ...(about === undefined ? {} : ABOUT[about]), ...(by === undefined ? {} : { by }) };
}

export type ListFlags = WhichFlags & {
  readonly item?: string;
  readonly decided?: boolean;
  readonly limit: number;
};

export async function listConflicts(
  engine: Callable,
  { item, decided, limit, ...flags }: ListFlags,
): Promise<CallOutput<'sync.conflicts'>> {
  const itemId = item === undefined ? null : idIn(itemIdSchema, item, 'an item');
  const state = decided === true ? 'decided' : 'waiting';
  return await engine.call('sync.conflicts', { itemId, which: whichOf(flags), state, limit });
}

type Named = { readonly ids: readonly string[]; readonly all: boolean };

/** Those that are named, or all that wait and are alike. @throws SluiceError `invalid-input` for both or none of them */
export async function solve(
  engine: Callable,
  choice: 'mine' | 'theirs',
  { ids, all, ...flags }: Named & WhichFlags,
): Promise<CallOutput<'sync.solve'>> {
  const which = whichOf(flags);
  const isAlike = all || Object.keys(which).length > 0;
  if (ids.length > 0 === isAlike) {
    const message = 'Name the conflicts, or say which with --about or --by, or --all: one of these.';
    throw new SluiceError('invalid-input', message);
  }
  if (isAlike) return await engine.call('sync.solve', { which, choice });
  return await engine.call('sync.solve', { conflictIds: conflictsIn(ids), choice });
}

export async function reopen(engine: Callable, ids: readonly string[]): Promise<CallOutput<'sync.reopen'>> {
  return await engine.call('sync.reopen', { conflictIds: conflictsIn(ids) });
}

const conflictsIn = (ids: readonly string[]) => ids.map((id) => idIn(conflictIdSchema, id, 'a conflict'));

/** Sends again, or gives up, those changes that are named, or all. @throws SluiceError `invalid-input` for both or none */
export async function unpark(engine: Callable, how: 'again' | 'drop', { ids, all }: Named) {
  if (ids.length > 0 === all) {
    throw new SluiceError('invalid-input', 'Name the changes, or say --all: one of the two.');
  }
  const seqs = all ? (await engine.call('sync.parked', {})).map(({ seq }) => seq) : ids.map(Number);
  for (const seq of seqs) await engine.call('sync.unpark', { seq, how });
  return { changes: seqs.length };
}

/** Decides every field of a recipe that both changed, or one of them. @throws SluiceError `not-found` where nothing waits */
export async function solveRecipe(
  engine: Callable,
  id: string,
  { choice, field }: { readonly choice: 'mine' | 'theirs'; readonly field: string | undefined },
): Promise<{ solved: number }> {
  const recipeId = idIn(recipeIdSchema, id, 'a recipe');
  const fields = (await openFields(engine, recipeId)).filter((one) => field === undefined || one === field);
  if (fields.length === 0) {
    const message = 'Nothing of this recipe waits for a decision: see "sluice sync recipes".';
    throw new SluiceError('not-found', message, { recipeId });
  }
  for (const one of fields) await engine.call('sync.solveRecipe', { recipeId, field: one, choice });
  return { solved: fields.length };
}

async function openFields(engine: Callable, recipeId: RecipeId): Promise<string[]> {
  const found = (await engine.call('sync.recipes', {})).find((one) => one.recipeId === recipeId);
  return found?.clashes.map(({ field }) => field) ?? [];
}

export async function unparkRecipe(engine: Callable, id: string, how: 'again' | 'drop') {
  const recipeId = idIn(recipeIdSchema, id, 'a recipe');
  await engine.call('sync.unparkRecipe', { recipeId, how });
  return { recipeId, how };
}
