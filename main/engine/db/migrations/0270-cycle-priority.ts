/** A person may raise or lower a single cycle: its place in the queues of nodes and of tasks. */
export const name = '0270-cycle-priority';

export const sql = `
-- Null: as its nodes say.
ALTER TABLE cycle ADD COLUMN priority INTEGER;
-- The highest of the cycles that an item waits here for.
ALTER TABLE task_item ADD COLUMN priority INTEGER NOT NULL DEFAULT 2;

-- With the priority at the end: what is raised or lowered is passed by without a look at its row.
DROP INDEX task_item_by_state;
CREATE INDEX task_item_by_state ON task_item (task_id, state, seq, priority);
DROP INDEX task_item_by_person;
CREATE INDEX task_item_by_person ON task_item (assignment_id, state, seq, priority);
DROP INDEX task_item_free;
CREATE INDEX task_item_free ON task_item (task_id, seq, priority)
  WHERE assignment_id IS NULL AND state IN ('open', 'rework', 'review');

-- Few are, so these cost the others nothing.
CREATE INDEX task_item_moved_up ON task_item (task_id, state, priority, seq) WHERE priority <> 2;
CREATE INDEX task_item_moved_up_of_person ON task_item (assignment_id, state, priority, seq) WHERE priority <> 2;
`;
