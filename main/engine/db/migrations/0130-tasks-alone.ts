/**
 * Tasks that belong to no pipeline of a person's: each runs in a pipeline of its own that no list shows. And what the
 * API tells of tasks and of the statuses that items had in them.
 */
export const name = '0130-tasks-alone';

export const sql = `
-- 1: it holds one task that was made for itself, and is shown nowhere.
ALTER TABLE pipeline ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;

-- 1: made for itself, in a hidden pipeline.
ALTER TABLE task ADD COLUMN alone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN dataset_id TEXT REFERENCES dataset(id);
-- The task whose decisions this one reviews, where no pipeline leads from one to the other.
ALTER TABLE task ADD COLUMN parent_task_id TEXT REFERENCES task(id);
ALTER TABLE task ADD COLUMN creator TEXT NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN extra TEXT NOT NULL DEFAULT '{}';
ALTER TABLE task ADD COLUMN updated_at INTEGER;
ALTER TABLE task ADD COLUMN deleted_at INTEGER;
ALTER TABLE assignment ADD COLUMN extra TEXT NOT NULL DEFAULT '{}';

-- Statuses that items had in tasks and have no more. What they have is in task_item.
CREATE TABLE past_status (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, task_item INTEGER NOT NULL REFERENCES task_item(seq),
  assignment_id TEXT REFERENCES assignment(id), status TEXT NOT NULL, decided_by TEXT, decided_at INTEGER NOT NULL,
  removed_by TEXT NOT NULL, removed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX past_status_by_item ON past_status (task_item);
`;
