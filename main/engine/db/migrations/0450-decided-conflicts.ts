/** Conflicts that were decided, latest first: a person looks back at what was chosen, and decides anew. */
export const name = '0450-decided-conflicts';

export const sql = `
CREATE INDEX conflict_decided ON conflict (solved_at, id) WHERE choice IS NOT NULL;
`;
