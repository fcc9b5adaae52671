/** Recipes of remotes that are changed here: what the remote had last, and whether the remote has still to hear of it. */
export const name = '0420-recipe-copies';

const known = (id: string) =>
  `(SELECT quiet FROM sync_switch) = 0 AND EXISTS (SELECT 1 FROM recipe_copy WHERE ${id})`;

export const sql = `
CREATE TABLE recipe_copy (
  recipe_id TEXT PRIMARY KEY, remote_id TEXT NOT NULL REFERENCES remote(id),
  -- As core/sync/recipes.ts has it.
  base TEXT NOT NULL,
  dirty INTEGER NOT NULL DEFAULT 0,
  -- Why the remote did not take it, and what both changed differently.
  refused TEXT, clashes TEXT NOT NULL DEFAULT '[]'
) STRICT, WITHOUT ROWID;
CREATE INDEX recipe_copy_dirty ON recipe_copy (remote_id) WHERE dirty = 1;

CREATE TRIGGER recipe_changed_here AFTER UPDATE OF title, instructions, tools, ontology_id ON recipe
WHEN ${known('recipe_id = NEW.id')} AND (OLD.title IS NOT NEW.title OR OLD.instructions IS NOT NEW.instructions
  OR OLD.tools IS NOT NEW.tools OR OLD.ontology_id IS NOT NEW.ontology_id)
BEGIN UPDATE recipe_copy SET dirty = 1, refused = NULL WHERE recipe_id = NEW.id; END;

CREATE TRIGGER ontology_changed_here AFTER UPDATE OF labels, attributes ON ontology
WHEN ${known('recipe_id IN (SELECT id FROM recipe WHERE ontology_id = NEW.id)')}
  AND (OLD.labels IS NOT NEW.labels OR OLD.attributes IS NOT NEW.attributes)
BEGIN
  UPDATE recipe_copy SET dirty = 1, refused = NULL
    WHERE recipe_id IN (SELECT id FROM recipe WHERE ontology_id = NEW.id);
END;
`;
