/**
 * The runner for every kind of graph. Cycles and executions get integer keys, because a step of a pipeline is mostly the
 * writing of its rows: with text keys and counting triggers a step cost 17 microseconds of SQLite, so it is under 8.
 */
export const name = '0020-runner';

export const sql = `
PRAGMA defer_foreign_keys = ON;

CREATE TEMP TABLE old_cycle AS SELECT *, row_number() OVER (ORDER BY id) AS key FROM cycle;
CREATE UNIQUE INDEX temp.old_cycle_id ON old_cycle (id);
CREATE TEMP TABLE old_execution AS SELECT *, row_number() OVER (ORDER BY id) AS key,
  row_number() OVER (PARTITION BY parent_id, connection, generation ORDER BY id) - 1 AS ordinal FROM execution;
CREATE UNIQUE INDEX temp.old_execution_id ON old_execution (id);
CREATE TEMP TABLE old_task_item AS SELECT * FROM task_item;
CREATE TEMP TABLE old_event AS SELECT * FROM event;
DROP TABLE task_item;
DROP TABLE task_count;
DROP TABLE event;
DROP TABLE execution;
DROP TABLE cycle;
DROP TABLE node_count;
DROP TABLE cycle_count;

ALTER TABLE pipeline ADD COLUMN description TEXT;
ALTER TABLE pipeline ADD COLUMN creator TEXT NOT NULL DEFAULT '';
ALTER TABLE pipeline ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
-- The version that new cycles start on; 0 before the first install.
ALTER TABLE pipeline ADD COLUMN installed_version INTEGER NOT NULL DEFAULT 0;
-- Cycles up to this key were cleared by a reset: they stay as history and count for nothing.
ALTER TABLE pipeline ADD COLUMN reset_cycle INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pipeline ADD COLUMN reset_at INTEGER;
ALTER TABLE pipeline ADD COLUMN deleted_at INTEGER;
UPDATE pipeline SET installed_version = version WHERE status <> 'Created';
ALTER TABLE pipeline_version ADD COLUMN author TEXT NOT NULL DEFAULT '';

-- Start nodes that ran existing items and heard of new ones by one switch now have a trigger for the new ones.
UPDATE pipeline_version SET graph = json_set(graph, '$.startNodes[0].trigger', json_object(
    'type', 'Event', 'spec', json_object('resource', 'Item', 'actions', json_array('Created'),
    'executionMode', 'Once', 'filter', (SELECT coalesce(json_extract(node.value, '$.metadata.triggerToPipeline.filter'), '{}')
      FROM json_each(graph, '$.nodes') AS node WHERE json_extract(node.value, '$.id') = json_extract(graph, '$.startNodes[0].nodeId')))))
  WHERE json_array_length(graph, '$.startNodes') = 1 AND json_type(graph, '$.startNodes[0].trigger') IS NULL
    AND EXISTS (SELECT 1 FROM json_each(graph, '$.nodes') AS node
      WHERE json_extract(node.value, '$.id') = json_extract(graph, '$.startNodes[0].nodeId')
        AND json_extract(node.value, '$.metadata.triggerToPipeline.active') = 1);

-- Values of pipeline variables that a run has changed; what is not here has the value of the graph.
CREATE TABLE variable (
  pipeline_id TEXT NOT NULL REFERENCES pipeline(id), name TEXT NOT NULL, value TEXT NOT NULL, updated_at INTEGER NOT NULL,
  PRIMARY KEY (pipeline_id, name)
) STRICT, WITHOUT ROWID;

-- Nodes by number, whatever the version of their graph.
CREATE TABLE node (
  key INTEGER PRIMARY KEY, pipeline_id TEXT NOT NULL REFERENCES pipeline(id), node_id TEXT NOT NULL,
  UNIQUE (pipeline_id, node_id)
) STRICT;

CREATE TABLE cycle (
  key INTEGER PRIMARY KEY, pipeline_id TEXT NOT NULL REFERENCES pipeline(id), version INTEGER NOT NULL,
  status TEXT NOT NULL, item_id TEXT REFERENCES item(id),
  -- Values by input port of the start node, as JSON; null when it is the item alone.
  input TEXT, start INTEGER NOT NULL REFERENCES node(key),
  test INTEGER NOT NULL DEFAULT 0,
  -- How many cycles caused one another before this one.
  hops INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL, ended_at INTEGER, open INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX cycle_by_pipeline ON cycle (pipeline_id);
CREATE INDEX cycle_by_status ON cycle (pipeline_id, status) WHERE status <> 'success';

-- Versions that a cycle ran on before it went over to another: what the log tells up to that place was decided by it.
CREATE TABLE cycle_version (
  cycle INTEGER NOT NULL REFERENCES cycle(key), until INTEGER NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (cycle, until)
) STRICT, WITHOUT ROWID;

CREATE TABLE cycle_count (
  pipeline_id TEXT NOT NULL, status TEXT NOT NULL, count INTEGER NOT NULL,
  -- Milliseconds that the ended ones took together.
  ms INTEGER NOT NULL, PRIMARY KEY (pipeline_id, status)
) STRICT, WITHOUT ROWID;

-- One row a unit of work for its whole life: the queue is the rows in state 'queued'. Its node is no declared reference:
-- nodes are never deleted, and to look for them at each step costs as much as an index.
CREATE TABLE execution (
  key INTEGER PRIMARY KEY, cycle INTEGER NOT NULL REFERENCES cycle(key), node INTEGER NOT NULL,
  state TEXT NOT NULL, item_id TEXT,
  -- Where it came from: unique, so that nothing goes twice down a connection.
  parent INTEGER REFERENCES execution(key), connection INTEGER, ordinal INTEGER NOT NULL DEFAULT 0,
  generation INTEGER NOT NULL DEFAULT 0,
  -- Which element of which list it belongs to; null for the whole. Values of one branch meet in a node with several inputs.
  branch TEXT,
  -- Values by port as JSON; null when it is the item alone.
  input TEXT, output TEXT,
  -- Which kind of worker runs it.
  lane TEXT NOT NULL DEFAULT 'inline', priority INTEGER NOT NULL DEFAULT 2, not_before INTEGER,
  attempt INTEGER NOT NULL DEFAULT 0, crashes INTEGER NOT NULL DEFAULT 0, epoch INTEGER,
  -- How often its own result was taken back; part of what its successors are keyed by.
  round INTEGER NOT NULL DEFAULT 0,
  -- How far a node with many outputs has come.
  cursor INTEGER NOT NULL DEFAULT 0,
  action TEXT, error TEXT, created_at INTEGER NOT NULL, started_at INTEGER, ended_at INTEGER,
  -- What the machine did and why, which connections it looked at, and its place in the log. Part of the log, for a row that
  -- is written when it has ended: an event of its own would cost a third of the whole step.
  why TEXT, routes TEXT, logged INTEGER
) STRICT;
CREATE TRIGGER execution_log_is_final BEFORE UPDATE OF why, routes, logged ON execution BEGIN
  SELECT raise(ABORT, 'what was logged is never changed');
END;
CREATE UNIQUE INDEX execution_passage ON execution (parent, connection, ordinal, generation) WHERE parent IS NOT NULL;
CREATE INDEX execution_queue ON execution (node, lane, priority DESC, key) WHERE state = 'queued' AND not_before IS NULL;
-- What a person's decision has caused goes before everything else.
CREATE INDEX execution_rush ON execution (lane, key) WHERE state = 'queued' AND not_before IS NULL AND priority >= 10;
CREATE INDEX execution_timer ON execution (not_before) WHERE state = 'queued' AND not_before IS NOT NULL;
CREATE INDEX execution_by_cycle ON execution (cycle);
CREATE INDEX execution_by_node ON execution (node);
CREATE INDEX execution_by_state ON execution (state, node) WHERE state <> 'success';
CREATE INDEX execution_by_item ON execution (item_id) WHERE item_id IS NOT NULL;

CREATE TABLE node_count (
  node INTEGER NOT NULL REFERENCES node(key), state TEXT NOT NULL, count INTEGER NOT NULL, ms INTEGER NOT NULL,
  PRIMARY KEY (node, state)
) STRICT, WITHOUT ROWID;

-- Parts of a list that long work has let out, kept until all of it is there for what takes it whole.
CREATE TABLE emitted (
  execution INTEGER NOT NULL REFERENCES execution(key), cursor INTEGER NOT NULL, part TEXT NOT NULL,
  PRIMARY KEY (execution, cursor)
) STRICT, WITHOUT ROWID;

-- Values that wait at a node with several inputs for the others of their branch.
CREATE TABLE slot (
  cycle INTEGER NOT NULL REFERENCES cycle(key), node INTEGER NOT NULL REFERENCES node(key), branch TEXT NOT NULL,
  port TEXT NOT NULL, value TEXT NOT NULL, execution INTEGER NOT NULL REFERENCES execution(key),
  PRIMARY KEY (cycle, node, branch, port)
) STRICT, WITHOUT ROWID;

-- Where else the values of an execution came from than from its parent, which is the one that completed them.
CREATE TABLE met (
  source INTEGER NOT NULL REFERENCES execution(key),
  execution INTEGER NOT NULL REFERENCES execution(key) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (source, execution)
) STRICT, WITHOUT ROWID;
CREATE INDEX met_by_execution ON met (execution);

-- What the triggers of a start node know.
CREATE TABLE trigger_state (
  node INTEGER PRIMARY KEY REFERENCES node(key),
  -- 0: a person has switched it off.
  active INTEGER NOT NULL,
  -- Rows of items up to this one were there before the first install; null: not installed so far.
  since INTEGER,
  -- Whether those were run.
  loaded INTEGER NOT NULL,
  -- When it last started a cycle, and when a timed one does so next.
  fired_at INTEGER, due_at INTEGER,
  -- Cycles that it has started.
  started INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX trigger_due ON trigger_state (due_at) WHERE due_at IS NOT NULL;

-- What has fired a trigger that fires once for each entity.
CREATE TABLE trigger_once (
  node INTEGER NOT NULL REFERENCES node(key), entity TEXT NOT NULL, PRIMARY KEY (node, entity)
) STRICT, WITHOUT ROWID;

-- Pipelines that were paused without their triggers, and the last row of items before that.
CREATE TABLE trigger_silence (
  pipeline_id TEXT PRIMARY KEY REFERENCES pipeline(id), since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Work asked for by a query, done in parts: where it goes on after a stop is its cursor.
CREATE TABLE command (
  id TEXT PRIMARY KEY, type TEXT NOT NULL, status TEXT NOT NULL, pipeline_id TEXT REFERENCES pipeline(id), spec TEXT NOT NULL,
  cursor TEXT NOT NULL DEFAULT '', done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0, error TEXT,
  creator TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX command_open ON command (status) WHERE status = 'in-progress';

-- Append-only: every decision, with what explains it; together with what executions hold of it themselves, the log.
-- What an execution tells, only names the execution.
CREATE TABLE event (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL,
  -- Null: the machine itself.
  actor TEXT, kind TEXT NOT NULL,
  execution INTEGER REFERENCES execution(key) DEFERRABLE INITIALLY DEFERRED, cycle INTEGER, item_id TEXT, pipeline_id TEXT,
  node_id TEXT, text TEXT NOT NULL,
  -- Each connection looked at: [index, taken, reason], as JSON.
  routes TEXT
) STRICT;
-- The last place that was given out in the log, to events and to executions alike.
CREATE TABLE log (seq INTEGER NOT NULL) STRICT;

CREATE INDEX event_by_execution ON event (execution) WHERE execution IS NOT NULL;
CREATE INDEX event_by_item ON event (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX event_by_cycle ON event (cycle) WHERE cycle IS NOT NULL;
CREATE INDEX event_by_pipeline ON event (pipeline_id) WHERE pipeline_id IS NOT NULL;
CREATE TRIGGER event_is_final BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are never deleted'); END;

ALTER TABLE task ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
-- Items that wait for the person.
ALTER TABLE assignment ADD COLUMN open INTEGER NOT NULL DEFAULT 0;
-- Items handed out since the shares were last set: what the shares are of.
ALTER TABLE assignment ADD COLUMN given INTEGER NOT NULL DEFAULT 0;
UPDATE assignment SET given = items, items = 0;

CREATE TABLE task_item (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT NOT NULL REFERENCES task(id), item_id TEXT NOT NULL REFERENCES item(id),
  -- Null: nobody has taken it yet, or several people work on copies of it.
  assignment_id TEXT REFERENCES assignment(id),
  -- The latest that brought it; earlier ones that wait with it are in task_wait.
  execution INTEGER NOT NULL REFERENCES execution(key) DEFERRABLE INITIALLY DEFERRED,
  -- The item that this one is a copy of, for people who are to agree without seeing each other's work.
  copy_of TEXT REFERENCES item(id),
  state TEXT NOT NULL, status TEXT, decided_by TEXT, decided_at INTEGER, arrived_at INTEGER NOT NULL,
  UNIQUE (task_id, item_id)
) STRICT;
CREATE INDEX task_item_by_state ON task_item (task_id, state, seq);
CREATE INDEX task_item_by_person ON task_item (assignment_id, state, seq);
CREATE INDEX task_item_free ON task_item (task_id, seq) WHERE assignment_id IS NULL AND state IN ('open', 'rework', 'review');
CREATE INDEX task_item_by_arrival ON task_item (task_id, seq, state) WHERE state NOT IN ('withdrawn', 'merged');
CREATE INDEX task_item_by_execution ON task_item (execution);
CREATE INDEX task_item_by_item ON task_item (item_id);
CREATE INDEX task_item_copies ON task_item (task_id, copy_of) WHERE copy_of IS NOT NULL;
-- Copies that have a status and wait for the others.
CREATE INDEX task_item_unmerged ON task_item (assignment_id) WHERE copy_of IS NOT NULL AND state = 'done';

-- Executions of an item that was in the task already when it came again: one decision is for all of them.
CREATE TABLE task_wait (
  execution INTEGER PRIMARY KEY REFERENCES execution(key), task_item INTEGER NOT NULL REFERENCES task_item(seq)
) STRICT;
CREATE INDEX task_wait_by_item ON task_wait (task_item);

-- Items by what becomes of them; of an item that several people have copies of, the item itself alone.
CREATE TABLE task_count (
  task_id TEXT NOT NULL, state TEXT NOT NULL, status TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (task_id, state, status)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER task_item_counted AFTER INSERT ON task_item BEGIN
  INSERT INTO task_count SELECT NEW.task_id, NEW.state, coalesce(NEW.status, ''), 1 WHERE NEW.copy_of IS NULL
    ON CONFLICT DO UPDATE SET count = count + 1;
  UPDATE assignment SET items = items + (NEW.state <> 'withdrawn'), open = open + (NEW.state IN ('open', 'rework', 'review'))
    WHERE id = NEW.assignment_id;
END;
CREATE TRIGGER task_item_recounted AFTER UPDATE OF state, status ON task_item WHEN NEW.copy_of IS NULL BEGIN
  UPDATE task_count SET count = count - 1
    WHERE task_id = OLD.task_id AND state = OLD.state AND status = coalesce(OLD.status, '');
  INSERT INTO task_count VALUES (NEW.task_id, NEW.state, coalesce(NEW.status, ''), 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER task_item_reassigned AFTER UPDATE OF assignment_id, state ON task_item BEGIN
  UPDATE assignment SET items = items - (OLD.state <> 'withdrawn'), open = open - (OLD.state IN ('open', 'rework', 'review'))
    WHERE id = OLD.assignment_id;
  UPDATE assignment SET items = items + (NEW.state <> 'withdrawn'), open = open + (NEW.state IN ('open', 'rework', 'review'))
    WHERE id = NEW.assignment_id;
END;

DROP TRIGGER item_recounted;
-- 0: there, 1: in the trash, 2: hidden, a copy that somebody works on by themselves; no list and no count has it.
CREATE TRIGGER item_recounted AFTER UPDATE OF trashed ON item WHEN (NEW.trashed = 0) <> (OLD.trashed = 0) BEGIN
  UPDATE dataset SET item_count = item_count + (NEW.trashed = 0) - (OLD.trashed = 0) WHERE id = NEW.dataset_id;
END;

ALTER TABLE annotation ADD COLUMN metadata TEXT;
ALTER TABLE item ADD COLUMN maker INTEGER;
UPDATE item SET maker = (SELECT key FROM old_execution WHERE id = item.made_by) WHERE made_by IS NOT NULL;
DROP INDEX item_by_maker;
ALTER TABLE item DROP COLUMN made_by;
CREATE INDEX item_by_maker ON item (maker) WHERE maker IS NOT NULL;

-- Pictures by what they show, in the order in which they were looked at. Of two hashes that differ in few bits, one of the
-- four parts differs in a quarter of these at most: near ones are found by it.
CREATE TABLE picture_hash (
  seq INTEGER PRIMARY KEY, item_id TEXT NOT NULL UNIQUE REFERENCES item(id), dataset_id TEXT NOT NULL,
  a INTEGER NOT NULL, b INTEGER NOT NULL, c INTEGER NOT NULL, d INTEGER NOT NULL
) STRICT;
CREATE INDEX picture_hash_a ON picture_hash (dataset_id, a);
CREATE INDEX picture_hash_b ON picture_hash (dataset_id, b);
CREATE INDEX picture_hash_c ON picture_hash (dataset_id, c);
CREATE INDEX picture_hash_d ON picture_hash (dataset_id, d);
-- A clone shows what its source shows.
CREATE TRIGGER picture_hash_cloned AFTER INSERT ON item WHEN NEW.source_item_id IS NOT NULL BEGIN
  INSERT INTO picture_hash (item_id, dataset_id, a, b, c, d)
    SELECT NEW.id, NEW.dataset_id, a, b, c, d FROM picture_hash WHERE item_id = NEW.source_item_id;
END;

INSERT INTO node (pipeline_id, node_id)
  SELECT pipeline_id, node_id FROM (SELECT DISTINCT pipeline_id, node_id FROM old_execution
    UNION SELECT pipeline.id, json_extract(value, '$.id') FROM pipeline
      JOIN pipeline_version ON pipeline_version.pipeline_id = pipeline.id, json_each(graph, '$.nodes'))
  ORDER BY 1, 2;

INSERT INTO trigger_once
  SELECT node.key, item_id FROM trigger_fired JOIN node USING (pipeline_id, node_id);
INSERT INTO trigger_state
  SELECT DISTINCT node.key, 1, 0, 1, NULL, NULL, (SELECT count(*) FROM trigger_once WHERE node = node.key)
  FROM pipeline JOIN pipeline_version ON pipeline_version.pipeline_id = pipeline.id
    AND pipeline_version.version = installed_version, json_each(graph, '$.startNodes') AS start
  JOIN node ON node.pipeline_id = pipeline.id AND node.node_id = json_extract(start.value, '$.nodeId');
-- Until now whatever had not started at a paused pipeline started at the next install.
INSERT INTO trigger_silence SELECT id, 0 FROM pipeline WHERE installed_version > 0 AND status <> 'Installed';
DROP TABLE trigger_fired;

INSERT INTO cycle (key, pipeline_id, version, status, item_id, start, created_at, ended_at, open, failed)
  SELECT old.key, old.pipeline_id, old.version, old.status, old.item_id, node.key, old.created_at, old.ended_at, old.open, old.failed
  FROM old_cycle AS old
  JOIN node ON node.pipeline_id = old.pipeline_id AND node.node_id = coalesce(
    (SELECT node_id FROM old_execution WHERE cycle_id = old.id AND parent_id IS NULL ORDER BY key LIMIT 1),
    (SELECT min(node_id) FROM node AS any_node WHERE any_node.pipeline_id = old.pipeline_id));

INSERT INTO execution
  SELECT old.key, (SELECT key FROM old_cycle WHERE id = old.cycle_id), node.key, old.state, old.item_id,
    (SELECT key FROM old_execution AS parent WHERE parent.id = old.parent_id), old.connection, old.ordinal, old.generation,
    NULL, NULL, NULL, old.lane, old.priority, nullif(old.not_before, 0), old.attempt, old.crashes, old.epoch, old.round,
    old.cursor, old.action, old.error, old.created_at, old.started_at, old.ended_at, NULL, NULL, NULL
  FROM old_execution AS old JOIN node USING (pipeline_id, node_id) ORDER BY old.key;

INSERT INTO node_count SELECT node, state, count(*), coalesce(sum(ended_at - created_at), 0) FROM execution GROUP BY node, state;
INSERT INTO cycle_count SELECT pipeline_id, status, count(*), coalesce(sum(ended_at - created_at), 0) FROM cycle GROUP BY pipeline_id, status;

INSERT INTO task_item
  SELECT seq, task_id, item_id, assignment_id, (SELECT key FROM old_execution WHERE id = execution_id), NULL, state, status,
    decided_by, decided_at, arrived_at FROM old_task_item ORDER BY seq;

INSERT INTO event
  SELECT seq, at, nullif(actor, 'sluice'), kind, execution.key,
    CASE WHEN execution.key IS NULL THEN (SELECT key FROM old_cycle WHERE id = old.cycle_id) END,
    CASE WHEN execution.key IS NULL OR old.item_id IS NOT execution.item_id THEN old.item_id END,
    CASE WHEN execution.key IS NULL THEN old.pipeline_id END, CASE WHEN execution.key IS NULL THEN old.node_id END, old.text, NULL
  FROM old_event AS old LEFT JOIN old_execution AS execution ON execution.id = old.execution_id ORDER BY seq;

INSERT INTO log SELECT coalesce(max(seq), 0) FROM event;

DROP TABLE old_event;
DROP TABLE old_task_item;
DROP TABLE old_execution;
DROP TABLE old_cycle;
`;
