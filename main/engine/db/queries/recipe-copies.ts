/** What remotes had last of the recipes that are theirs, and what of those was changed here. */
import type { RecipeId } from '#core/model/ids.ts';
import type { RecipeContent } from '#core/model/recipe.ts';
import type { RemoteId } from '#core/model/sync.ts';
import type { Clash } from '#core/sync/merge.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

export type RecipeCopy = {
  readonly recipeId: RecipeId;
  readonly remoteId: RemoteId;
  readonly base: RecipeContent;
  /** The remote has not got what is here. */
  readonly dirty: boolean;
  readonly refused: { readonly code: string; readonly message: string } | null;
  readonly clashes: readonly Clash[];
};

type Row = {
  recipe_id: RecipeId;
  remote_id: RemoteId;
  base: string;
  dirty: number;
  refused: string | null;
  clashes: string;
};

const toCopy = (row: Row): RecipeCopy => ({
  recipeId: row.recipe_id,
  remoteId: row.remote_id,
  base: JSON.parse(row.base),
  dirty: row.dirty === 1,
  refused: row.refused === null ? null : JSON.parse(row.refused),
  clashes: JSON.parse(row.clashes),
});

export function findRecipeCopy(db: ReadableDb, recipeId: string): RecipeCopy | null {
  const row = db.get<Row>('SELECT * FROM recipe_copy WHERE recipe_id = ?', [recipeId]);
  return row ? toCopy(row) : null;
}

/** Those that the remote has still to hear of. */
export function listDirtyRecipes(db: ReadableDb, remoteId: string): RecipeCopy[] {
  return db.all<Row>('SELECT * FROM recipe_copy WHERE remote_id = ? AND dirty = 1', [remoteId]).map(toCopy);
}

/** Those about which a person has to decide something. */
export function listOpenRecipes(db: ReadableDb): RecipeCopy[] {
  const sql = `SELECT * FROM recipe_copy WHERE refused IS NOT NULL OR clashes <> '[]' ORDER BY recipe_id`;
  return db.all<Row>(sql).map(toCopy);
}

export function saveRecipeCopy(db: WritableDb, copy: RecipeCopy): void {
  db.run(
    `INSERT INTO recipe_copy VALUES (:recipeId, :remoteId, :base, :dirty, :refused, :clashes)
     ON CONFLICT (recipe_id) DO UPDATE SET remote_id = excluded.remote_id, base = excluded.base, dirty = excluded.dirty,
       refused = excluded.refused, clashes = excluded.clashes`,
    {
      ...{ recipeId: copy.recipeId, remoteId: copy.remoteId, base: JSON.stringify(copy.base) },
      dirty: copy.dirty ? 1 : 0,
      refused: copy.refused && JSON.stringify(copy.refused),
      clashes: JSON.stringify(copy.clashes),
    },
  );
}

export function countRecipes(db: ReadableDb, remoteId: string): { queued: number; parked: number } {
  const sql =
    'SELECT count(*) AS all_of, count(refused) AS parked FROM recipe_copy WHERE remote_id = ? AND dirty = 1';
  const row = db.get<{ all_of: number; parked: number }>(sql, [remoteId]);
  return { queued: (row?.all_of ?? 0) - (row?.parked ?? 0), parked: row?.parked ?? 0 };
}
