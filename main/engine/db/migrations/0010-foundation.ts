/** The first schema: projects, items, annotations with their journal, tasks, pipelines and their runs, ingest. */
export const name = '0010-foundation';

export const sql = `
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- One row a start of an engine. A start whose predecessor has no clean end checks the database first.
CREATE TABLE engine_run (
  epoch INTEGER PRIMARY KEY, pid INTEGER NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER
) STRICT;

CREATE TABLE project (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;

CREATE TABLE recipe (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id), title TEXT NOT NULL,
  labels TEXT NOT NULL, tools TEXT NOT NULL, instructions TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE dataset (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id), name TEXT NOT NULL,
  recipe_id TEXT REFERENCES recipe(id), item_count INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL,
  UNIQUE (project_id, name)
) STRICT;

CREATE TABLE item (
  id TEXT PRIMARY KEY, dataset_id TEXT NOT NULL REFERENCES dataset(id),
  -- What makes it this item and no other in its dataset: a content hash, a video and index, or the item it clones.
  identity TEXT NOT NULL,
  kind TEXT NOT NULL, name TEXT NOT NULL, folder TEXT NOT NULL, mimetype TEXT NOT NULL,
  size INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, sha256 TEXT,
  video_id TEXT REFERENCES item(id), frame_index INTEGER, pts INTEGER, time_num INTEGER, time_den INTEGER, seconds REAL,
  source_item_id TEXT REFERENCES item(id),
  -- Relative to the workspace when stored, absolute when linked.
  storage TEXT NOT NULL, location TEXT NOT NULL,
  annotation_count INTEGER NOT NULL DEFAULT 0, status TEXT, trashed INTEGER NOT NULL DEFAULT 0,
  metadata TEXT NOT NULL, made_by TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  UNIQUE (dataset_id, identity)
) STRICT;
CREATE INDEX item_by_dataset ON item (dataset_id, trashed, id);
CREATE INDEX item_by_status ON item (dataset_id, trashed, status, id);
CREATE INDEX item_by_hash ON item (sha256, id) WHERE sha256 IS NOT NULL;
CREATE INDEX item_by_video ON item (video_id, frame_index) WHERE video_id IS NOT NULL;
CREATE INDEX item_by_maker ON item (made_by) WHERE made_by IS NOT NULL;

CREATE TRIGGER item_counted AFTER INSERT ON item WHEN NEW.trashed = 0 BEGIN
  UPDATE dataset SET item_count = item_count + 1 WHERE id = NEW.dataset_id;
END;
CREATE TRIGGER item_recounted AFTER UPDATE OF trashed ON item WHEN NEW.trashed <> OLD.trashed BEGIN
  UPDATE dataset SET item_count = item_count + OLD.trashed - NEW.trashed WHERE id = NEW.dataset_id;
END;

CREATE TABLE video (
  item_id TEXT PRIMARY KEY REFERENCES item(id), facts TEXT NOT NULL, frame_index BLOB NOT NULL
) STRICT;

CREATE TABLE annotation (
  id TEXT PRIMARY KEY, item_id TEXT NOT NULL REFERENCES item(id), label TEXT NOT NULL, geometry TEXT NOT NULL,
  attributes TEXT NOT NULL, creator TEXT NOT NULL, created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, updated_by TEXT NOT NULL, rev INTEGER NOT NULL
) STRICT;
CREATE INDEX annotation_by_item ON annotation (item_id, id);

CREATE TRIGGER annotation_counted AFTER INSERT ON annotation BEGIN
  UPDATE item SET annotation_count = annotation_count + 1 WHERE id = NEW.item_id;
END;
CREATE TRIGGER annotation_uncounted AFTER DELETE ON annotation BEGIN
  UPDATE item SET annotation_count = annotation_count - 1 WHERE id = OLD.item_id;
END;

-- The journal: what undo takes back. Written in the transaction of the change itself.
CREATE TABLE change_set (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, item_id TEXT NOT NULL REFERENCES item(id),
  title TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL,
  -- applied, undone, or dropped (undone and then overtaken by a new change)
  state TEXT NOT NULL, diffs TEXT NOT NULL
) STRICT;
CREATE INDEX change_set_by_item ON change_set (item_id, state, seq);

CREATE TABLE pipeline (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id), name TEXT NOT NULL, status TEXT NOT NULL,
  version INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE pipeline_version (
  pipeline_id TEXT NOT NULL REFERENCES pipeline(id), version INTEGER NOT NULL, graph TEXT NOT NULL,
  created_at INTEGER NOT NULL, PRIMARY KEY (pipeline_id, version)
) STRICT, WITHOUT ROWID;

-- Which item has fired which start node: an event starts one cycle, however often it is seen.
CREATE TABLE trigger_fired (
  pipeline_id TEXT NOT NULL REFERENCES pipeline(id), node_id TEXT NOT NULL, item_id TEXT NOT NULL REFERENCES item(id),
  PRIMARY KEY (pipeline_id, node_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE cycle (
  id TEXT PRIMARY KEY, pipeline_id TEXT NOT NULL REFERENCES pipeline(id), version INTEGER NOT NULL,
  status TEXT NOT NULL, item_id TEXT NOT NULL REFERENCES item(id), created_at INTEGER NOT NULL, ended_at INTEGER,
  open INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX cycle_by_pipeline ON cycle (pipeline_id, id);

CREATE TABLE cycle_count (
  pipeline_id TEXT NOT NULL, status TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (pipeline_id, status)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER cycle_counted AFTER INSERT ON cycle BEGIN
  INSERT INTO cycle_count VALUES (NEW.pipeline_id, NEW.status, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER cycle_recounted AFTER UPDATE OF status ON cycle WHEN NEW.status <> OLD.status BEGIN
  UPDATE cycle_count SET count = count - 1 WHERE pipeline_id = OLD.pipeline_id AND status = OLD.status;
  INSERT INTO cycle_count VALUES (NEW.pipeline_id, NEW.status, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;

-- One row a unit of work for its whole life: the queue is the rows in state 'queued'.
CREATE TABLE execution (
  id TEXT PRIMARY KEY, cycle_id TEXT NOT NULL REFERENCES cycle(id), pipeline_id TEXT NOT NULL, version INTEGER NOT NULL,
  node_id TEXT NOT NULL, item_id TEXT NOT NULL REFERENCES item(id), state TEXT NOT NULL,
  -- Which kind of worker runs it: inline (in the engine's own transaction) or media (ffmpeg).
  lane TEXT NOT NULL, depth INTEGER NOT NULL, priority INTEGER NOT NULL, not_before INTEGER NOT NULL DEFAULT 0,
  attempt INTEGER NOT NULL DEFAULT 0, crashes INTEGER NOT NULL DEFAULT 0, epoch INTEGER,
  -- Where it came from: unique, so that nothing goes twice down a connection.
  parent_id TEXT REFERENCES execution(id), connection INTEGER, generation INTEGER NOT NULL DEFAULT 0,
  -- How often its own result was taken back; part of what its successors are keyed by.
  round INTEGER NOT NULL DEFAULT 0,
  -- How far a node with many outputs has come.
  cursor INTEGER NOT NULL DEFAULT 0,
  action TEXT, error TEXT, created_at INTEGER NOT NULL, started_at INTEGER, ended_at INTEGER,
  UNIQUE (parent_id, connection, item_id, generation)
) STRICT;
CREATE INDEX execution_queue ON execution (lane, pipeline_id, depth DESC, priority DESC, id) WHERE state = 'queued';
CREATE INDEX execution_running ON execution (epoch) WHERE state = 'running';
CREATE INDEX execution_by_cycle ON execution (cycle_id, id);
CREATE INDEX execution_by_node ON execution (pipeline_id, node_id, state, id);
CREATE INDEX execution_by_item ON execution (item_id, id);

CREATE TABLE node_count (
  pipeline_id TEXT NOT NULL, node_id TEXT NOT NULL, state TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (pipeline_id, node_id, state)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER execution_counted AFTER INSERT ON execution BEGIN
  INSERT INTO node_count VALUES (NEW.pipeline_id, NEW.node_id, NEW.state, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
  UPDATE cycle SET open = open + 1 WHERE id = NEW.cycle_id;
END;
CREATE TRIGGER execution_recounted AFTER UPDATE OF state ON execution WHEN NEW.state <> OLD.state BEGIN
  UPDATE node_count SET count = count - 1
    WHERE pipeline_id = OLD.pipeline_id AND node_id = OLD.node_id AND state = OLD.state;
  INSERT INTO node_count VALUES (NEW.pipeline_id, NEW.node_id, NEW.state, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
  UPDATE cycle SET
    open = open + (NEW.state IN ('queued', 'running', 'parked')) - (OLD.state IN ('queued', 'running', 'parked')),
    failed = failed + (NEW.state IN ('failed', 'dead')) - (OLD.state IN ('failed', 'dead'))
    WHERE id = NEW.cycle_id;
END;

CREATE TABLE connection_count (
  pipeline_id TEXT NOT NULL, version INTEGER NOT NULL, connection INTEGER NOT NULL, items INTEGER NOT NULL,
  PRIMARY KEY (pipeline_id, version, connection)
) STRICT, WITHOUT ROWID;

-- How many items a split has sent to each of its groups.
CREATE TABLE split_count (
  pipeline_id TEXT NOT NULL, node_id TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (pipeline_id, node_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE task (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id), name TEXT NOT NULL, type TEXT NOT NULL,
  recipe_id TEXT REFERENCES recipe(id), pipeline_id TEXT REFERENCES pipeline(id), node_id TEXT,
  priority INTEGER NOT NULL, due_at INTEGER, actions TEXT NOT NULL, created_at INTEGER NOT NULL,
  UNIQUE (pipeline_id, node_id)
) STRICT;

CREATE TABLE assignment (
  id TEXT PRIMARY KEY, task_id TEXT NOT NULL REFERENCES task(id), person TEXT NOT NULL, load REAL NOT NULL,
  items INTEGER NOT NULL DEFAULT 0, UNIQUE (task_id, person)
) STRICT;

CREATE TABLE task_item (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT NOT NULL REFERENCES task(id), item_id TEXT NOT NULL REFERENCES item(id),
  assignment_id TEXT NOT NULL REFERENCES assignment(id), execution_id TEXT NOT NULL REFERENCES execution(id),
  state TEXT NOT NULL, status TEXT, decided_by TEXT, decided_at INTEGER, arrived_at INTEGER NOT NULL,
  UNIQUE (task_id, item_id)
) STRICT;
CREATE INDEX task_item_by_state ON task_item (task_id, state, seq);
CREATE INDEX task_item_by_arrival ON task_item (task_id, seq) WHERE state <> 'withdrawn';
CREATE INDEX task_item_by_execution ON task_item (execution_id);
CREATE INDEX task_item_by_item ON task_item (item_id);

CREATE TABLE task_count (
  task_id TEXT NOT NULL, state TEXT NOT NULL, status TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (task_id, state, status)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER task_item_counted AFTER INSERT ON task_item BEGIN
  INSERT INTO task_count VALUES (NEW.task_id, NEW.state, coalesce(NEW.status, ''), 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
  UPDATE assignment SET items = items + 1 WHERE id = NEW.assignment_id;
END;
CREATE TRIGGER task_item_recounted AFTER UPDATE OF state, status ON task_item BEGIN
  UPDATE task_count SET count = count - 1
    WHERE task_id = OLD.task_id AND state = OLD.state AND status = coalesce(OLD.status, '');
  INSERT INTO task_count VALUES (NEW.task_id, NEW.state, coalesce(NEW.status, ''), 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TABLE issue (
  id TEXT PRIMARY KEY, item_id TEXT NOT NULL REFERENCES item(id), task_id TEXT NOT NULL REFERENCES task(id),
  annotation_id TEXT, x REAL, y REAL, status TEXT NOT NULL, text TEXT NOT NULL, creator TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX issue_by_item ON issue (item_id, id);

-- Append-only: every decision, with what explains it.
CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL,
  item_id TEXT, cycle_id TEXT, pipeline_id TEXT, node_id TEXT, execution_id TEXT, text TEXT NOT NULL
) STRICT;
CREATE INDEX event_by_item ON event (item_id, seq);
CREATE INDEX event_by_cycle ON event (cycle_id, seq);
CREATE TRIGGER event_is_final BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are never deleted'); END;

CREATE TABLE watched_folder (
  id TEXT PRIMARY KEY, dataset_id TEXT NOT NULL REFERENCES dataset(id), path TEXT NOT NULL, mode TEXT NOT NULL,
  include TEXT NOT NULL, exclude TEXT NOT NULL, paused INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL,
  UNIQUE (dataset_id, path)
) STRICT;

-- Every file a watched folder holds, as it was when it was last looked at.
CREATE TABLE ingest_file (
  folder_id TEXT NOT NULL REFERENCES watched_folder(id) ON DELETE CASCADE, path TEXT NOT NULL,
  -- The later of modification and change time.
  size INTEGER NOT NULL, modified_ms REAL NOT NULL,
  -- imported, problem, or gone (an imported file that is not there now)
  state TEXT NOT NULL, item_id TEXT REFERENCES item(id), reason TEXT, at INTEGER NOT NULL,
  PRIMARY KEY (folder_id, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX ingest_file_by_state ON ingest_file (folder_id, state);
CREATE INDEX ingest_file_by_item ON ingest_file (item_id) WHERE item_id IS NOT NULL;
`;
