CREATE INDEX annotation_by_dataset ON annotation (dataset_id, id, type) WHERE dataset_id IS NOT NULL;

CREATE INDEX annotation_by_item ON annotation (item_id, id);

CREATE INDEX annotation_by_label ON annotation (dataset_id, label, id) WHERE dataset_id IS NOT NULL;

CREATE INDEX change_set_by_item ON change_set (item_id, state, seq);

CREATE INDEX command_open ON command (status) WHERE status = 'in-progress';

CREATE INDEX conflict_by_set ON conflict (change_set) WHERE change_set IS NOT NULL;

CREATE INDEX conflict_decided ON conflict (solved_at, id) WHERE choice IS NOT NULL;

CREATE INDEX conflict_open ON conflict (item_id, id) WHERE choice IS NULL;

CREATE INDEX conflict_waiting ON conflict (id) WHERE choice IS NULL;

CREATE INDEX cycle_by_pipeline ON cycle (pipeline_id);

CREATE INDEX cycle_by_status ON cycle (pipeline_id, status) WHERE status <> 'success';

CREATE INDEX event_by_cycle ON event (cycle) WHERE cycle IS NOT NULL;

CREATE INDEX event_by_execution ON event (execution) WHERE execution IS NOT NULL;

CREATE INDEX event_by_item ON event (item_id) WHERE item_id IS NOT NULL;

CREATE INDEX event_by_pipeline ON event (pipeline_id) WHERE pipeline_id IS NOT NULL;

CREATE INDEX execution_by_cycle ON execution (cycle);

CREATE INDEX execution_by_item ON execution (item_id) WHERE item_id IS NOT NULL;

CREATE INDEX execution_by_node ON execution (node);

CREATE INDEX execution_by_state ON execution (state, node) WHERE state <> 'success';

CREATE UNIQUE INDEX execution_passage ON execution (parent, connection, ordinal, generation) WHERE parent IS NOT NULL;

CREATE INDEX execution_queue ON execution (node, lane, priority DESC, key) WHERE state = 'queued' AND not_before IS NULL;

CREATE INDEX execution_rush ON execution (lane, key) WHERE state = 'queued' AND not_before IS NULL AND priority >= 10;

CREATE INDEX execution_timer ON execution (not_before) WHERE state = 'queued' AND not_before IS NOT NULL;

CREATE INDEX feed_by_dataset ON feed (dataset_id, seq);

CREATE INDEX folder_by_dataset ON folder (dataset_id, id);

CREATE INDEX ingest_file_by_item ON ingest_file (item_id) WHERE item_id IS NOT NULL;

CREATE INDEX ingest_file_by_state ON ingest_file (folder_id, state);

CREATE INDEX issue_by_annotation ON issue (annotation_id, id) WHERE annotation_id IS NOT NULL;

CREATE INDEX issue_by_item ON issue (item_id, id);

CREATE INDEX item_annotated ON item (dataset_id, annotation_count) WHERE annotation_count > 0 AND trashed = 0;

CREATE INDEX item_away ON item (dataset_id, id) WHERE storage = 'remote';

CREATE INDEX item_by_dataset ON item (dataset_id, trashed, id);

CREATE INDEX item_by_hash ON item (sha256, id) WHERE sha256 IS NOT NULL;

CREATE INDEX item_by_maker ON item (maker) WHERE maker IS NOT NULL;

CREATE INDEX item_by_place ON item (dataset_id, folder, name);

CREATE INDEX item_by_status ON item (dataset_id, trashed, status, id);

CREATE INDEX item_by_video ON item (video_id, frame_index) WHERE video_id IS NOT NULL;

CREATE UNIQUE INDEX link_there ON link (remote_id, kind, id_there);

CREATE INDEX met_by_execution ON met (execution);

CREATE INDEX outbox_by_item ON outbox (item_id);

CREATE INDEX outbox_count ON outbox (remote_id, parked);

CREATE INDEX outbox_parcel ON outbox (remote_id, strand, seq) WHERE parcel IS NOT NULL;

CREATE INDEX outbox_parked ON outbox (seq) WHERE parked IS NOT NULL;

CREATE INDEX outbox_queue ON outbox (remote_id, strand, seq) WHERE parked IS NULL AND parcel IS NULL;

CREATE INDEX pack_by_task ON pack (task_id) WHERE ended_at IS NULL;

CREATE INDEX pack_item_by_item ON pack_item (item_id);

CREATE INDEX past_status_by_item ON past_status (task_item);

CREATE INDEX picture_hash_a ON picture_hash (dataset_id, a);

CREATE INDEX picture_hash_b ON picture_hash (dataset_id, b);

CREATE INDEX picture_hash_c ON picture_hash (dataset_id, c);

CREATE INDEX picture_hash_d ON picture_hash (dataset_id, d);

CREATE INDEX recipe_copy_dirty ON recipe_copy (remote_id) WHERE dirty = 1;

CREATE INDEX remote_order_next ON remote_order (remote_id, pipeline_id, seq);

CREATE INDEX taken_pack_by_remote ON taken_pack (remote_id);

CREATE INDEX task_item_by_arrival ON task_item (task_id, seq, state) WHERE state NOT IN ('withdrawn', 'merged');

CREATE INDEX task_item_by_execution ON task_item (execution);

CREATE INDEX task_item_by_item ON task_item (item_id);

CREATE INDEX task_item_by_person ON task_item (assignment_id, state, seq, priority);

CREATE INDEX task_item_by_state ON task_item (task_id, state, seq, priority);

CREATE INDEX task_item_copies ON task_item (task_id, copy_of) WHERE copy_of IS NOT NULL;

CREATE INDEX task_item_free ON task_item (task_id, seq, priority)
  WHERE assignment_id IS NULL AND state IN ('open', 'rework', 'review');

CREATE INDEX task_item_moved_up ON task_item (task_id, state, priority, seq) WHERE priority <> 2;

CREATE INDEX task_item_moved_up_of_person ON task_item (assignment_id, state, priority, seq) WHERE priority <> 2;

CREATE INDEX task_item_unmerged ON task_item (assignment_id) WHERE copy_of IS NOT NULL AND state = 'done';

CREATE INDEX task_wait_by_item ON task_wait (task_item);

CREATE INDEX trigger_due ON trigger_state (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE annotation (
  id TEXT PRIMARY KEY, item_id TEXT NOT NULL REFERENCES item(id), label TEXT NOT NULL, geometry TEXT NOT NULL,
  attributes TEXT NOT NULL, creator TEXT NOT NULL, created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, updated_by TEXT NOT NULL, rev INTEGER NOT NULL
, metadata TEXT, extra TEXT, type TEXT GENERATED ALWAYS AS (json_extract(geometry, '$.type')) VIRTUAL, dataset_id TEXT) STRICT;

CREATE TABLE assignment (
  id TEXT PRIMARY KEY, task_id TEXT NOT NULL REFERENCES task(id), person TEXT NOT NULL, load REAL NOT NULL,
  items INTEGER NOT NULL DEFAULT 0, open INTEGER NOT NULL DEFAULT 0, given INTEGER NOT NULL DEFAULT 0, extra TEXT NOT NULL DEFAULT '{}', UNIQUE (task_id, person)
) STRICT;

CREATE TABLE change_set (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, item_id TEXT NOT NULL REFERENCES item(id),
  title TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL,
  -- applied, undone, or dropped (undone and then overtaken by a new change)
  state TEXT NOT NULL, diffs TEXT NOT NULL
, pulled INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE command (
  id TEXT PRIMARY KEY, type TEXT NOT NULL, status TEXT NOT NULL, pipeline_id TEXT REFERENCES pipeline(id), spec TEXT NOT NULL,
  cursor TEXT NOT NULL DEFAULT '', done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0, error TEXT,
  creator TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE conflict (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, entity TEXT NOT NULL, item_id TEXT NOT NULL, field TEXT NOT NULL,
  -- As JSON; null: not there.
  base TEXT, mine TEXT, theirs TEXT,
  -- Whose the other value is, where that is known.
  by TEXT, at INTEGER NOT NULL,
  -- mine or theirs once it is solved, by which change set, when.
  choice TEXT, change_set TEXT, solved_at INTEGER
) STRICT;

CREATE TABLE connection_count (
  pipeline_id TEXT NOT NULL, version INTEGER NOT NULL, connection INTEGER NOT NULL, items INTEGER NOT NULL,
  PRIMARY KEY (pipeline_id, version, connection)
) STRICT, WITHOUT ROWID;

CREATE TABLE cycle (
  key INTEGER PRIMARY KEY, pipeline_id TEXT NOT NULL REFERENCES pipeline(id), version INTEGER NOT NULL,
  status TEXT NOT NULL, item_id TEXT REFERENCES item(id),
  -- Values by input port of the start node, as JSON; null when it is the item alone.
  input TEXT, start INTEGER NOT NULL REFERENCES node(key),
  test INTEGER NOT NULL DEFAULT 0,
  -- How many cycles caused one another before this one.
  hops INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL, ended_at INTEGER, open INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0
, priority INTEGER) STRICT;

CREATE TABLE cycle_count (
  pipeline_id TEXT NOT NULL, status TEXT NOT NULL, count INTEGER NOT NULL,
  -- Milliseconds that the ended ones took together.
  ms INTEGER NOT NULL, PRIMARY KEY (pipeline_id, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE cycle_version (
  cycle INTEGER NOT NULL REFERENCES cycle(key), until INTEGER NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (cycle, until)
) STRICT, WITHOUT ROWID;

CREATE TABLE dataset (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id), name TEXT NOT NULL,
  recipe_id TEXT REFERENCES recipe(id), item_count INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, creator TEXT NOT NULL DEFAULT '', extra TEXT NOT NULL DEFAULT '{}', updated_at INTEGER, deleted_at INTEGER,
  UNIQUE (project_id, name)
) STRICT;

CREATE TABLE emitted (
  execution INTEGER NOT NULL REFERENCES execution(key), cursor INTEGER NOT NULL, part TEXT NOT NULL,
  PRIMARY KEY (execution, cursor)
) STRICT, WITHOUT ROWID;

CREATE TABLE engine_run (
  epoch INTEGER PRIMARY KEY, pid INTEGER NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER
) STRICT;

CREATE TABLE event (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL,
  -- Null: the machine itself.
  actor TEXT, kind TEXT NOT NULL,
  execution INTEGER REFERENCES execution(key) DEFERRABLE INITIALLY DEFERRED, cycle INTEGER, item_id TEXT, pipeline_id TEXT,
  node_id TEXT, text TEXT NOT NULL,
  -- Each connection looked at: [index, taken, reason], as JSON.
  routes TEXT
) STRICT;

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

CREATE TABLE execution_report (
  execution INTEGER PRIMARY KEY REFERENCES execution(key), percent REAL, message TEXT, at INTEGER NOT NULL
) STRICT;

CREATE TABLE export_entry (
  export_id TEXT NOT NULL REFERENCES export_file(id) ON DELETE CASCADE,
  name TEXT NOT NULL, crc32 INTEGER NOT NULL,
  -- Bytes.
  size INTEGER NOT NULL, packed_size INTEGER NOT NULL, "offset" INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (export_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE export_file (
  id TEXT PRIMARY KEY, dataset_id TEXT NOT NULL REFERENCES dataset(id),
  -- Bytes; null while it is being written.
  size INTEGER,
  created_at INTEGER NOT NULL
, format TEXT NOT NULL DEFAULT 'json' CHECK (format IN ('json', 'zip'))) STRICT;

CREATE TABLE feed (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, item_id TEXT NOT NULL UNIQUE REFERENCES item(id), dataset_id TEXT NOT NULL
) STRICT;

CREATE TABLE feed_dataset (dataset_id TEXT PRIMARY KEY REFERENCES dataset(id)) STRICT, WITHOUT ROWID;

CREATE TABLE feed_era (
  seq INTEGER PRIMARY KEY, era TEXT NOT NULL UNIQUE,
  -- The latest change when it began.
  began INTEGER NOT NULL
) STRICT;

CREATE TABLE folder (
  id TEXT PRIMARY KEY, dataset_id TEXT NOT NULL REFERENCES dataset(id),
  -- The whole path; the folder that it is in, and its name there.
  path TEXT NOT NULL, dir TEXT NOT NULL, name TEXT NOT NULL,
  metadata TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  UNIQUE (dataset_id, path)
) STRICT;

CREATE TABLE frame_set (
  video_id TEXT NOT NULL REFERENCES item(id),
  -- How it was split: the name of the folder of its frames.
  way TEXT NOT NULL,
  -- Its settings as JSON, but for where the frames went.
  settings TEXT NOT NULL,
  -- Hash of the index that the places below belong to.
  frame_index TEXT NOT NULL,
  -- Places of the chosen frames as a JSON list; null: the index alone tells them.
  places TEXT,
  -- Version and options of ffmpeg; null while its files are not finished.
  tool_version TEXT, tool_args TEXT,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (video_id, way)
) STRICT, WITHOUT ROWID;

CREATE TABLE ingest_file (
  folder_id TEXT NOT NULL REFERENCES watched_folder(id) ON DELETE CASCADE, path TEXT NOT NULL,
  -- The later of modification and change time.
  size INTEGER NOT NULL, modified_ms REAL NOT NULL,
  -- imported, problem, or gone (an imported file that is not there now)
  state TEXT NOT NULL, item_id TEXT REFERENCES item(id), reason TEXT, at INTEGER NOT NULL,
  PRIMARY KEY (folder_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE issue (
  id TEXT PRIMARY KEY, item_id TEXT NOT NULL REFERENCES item(id), task_id TEXT NOT NULL REFERENCES task(id),
  annotation_id TEXT, x REAL, y REAL, status TEXT NOT NULL, text TEXT NOT NULL, creator TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
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
  metadata TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, maker INTEGER, picture TEXT, overwritten TEXT,
  UNIQUE (dataset_id, identity)
) STRICT;

CREATE TABLE link (
  kind TEXT NOT NULL, local_id TEXT NOT NULL, remote_id TEXT NOT NULL REFERENCES remote(id), id_there TEXT NOT NULL,
  -- How far the remote's changes are known, in its own words; and of a dataset what its recipes and tasks said last, hashed.
  cursor TEXT, about TEXT, keep_files INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, local_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE log (seq INTEGER NOT NULL) STRICT;

CREATE TABLE met (
  source INTEGER NOT NULL REFERENCES execution(key),
  execution INTEGER NOT NULL REFERENCES execution(key) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (source, execution)
) STRICT, WITHOUT ROWID;

CREATE TABLE node (
  key INTEGER PRIMARY KEY, pipeline_id TEXT NOT NULL REFERENCES pipeline(id), node_id TEXT NOT NULL,
  UNIQUE (pipeline_id, node_id)
) STRICT;

CREATE TABLE node_count (
  node INTEGER NOT NULL REFERENCES node(key), state TEXT NOT NULL, count INTEGER NOT NULL, ms INTEGER NOT NULL,
  PRIMARY KEY (node, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE ontology (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id), title TEXT NOT NULL,
  -- Labels by dot path, and attributes, as JSON.
  labels TEXT NOT NULL, attributes TEXT NOT NULL, extra TEXT NOT NULL DEFAULT '{}',
  creator TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;

CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, entity TEXT NOT NULL, item_id TEXT NOT NULL,
  remote_id TEXT NOT NULL REFERENCES remote(id),
  -- What is in one strand goes one after the other; all of an item is in one.
  strand INTEGER NOT NULL,
  -- What both sides agreed on last, as JSON; null: nothing was there.
  base TEXT,
  -- Of what is not told by what is here now: what it became.
  mine TEXT,
  -- One more at each change.
  version INTEGER NOT NULL DEFAULT 1,
  -- The parcel that it is on its way in, what that says, and the version it was made of.
  parcel INTEGER, sent TEXT, sent_version INTEGER,
  -- Why the remote did not take it, as JSON.
  parked TEXT,
  UNIQUE (kind, entity)
) STRICT;

CREATE TABLE pack (
  id TEXT PRIMARY KEY, task_id TEXT NOT NULL REFERENCES task(id), person TEXT NOT NULL,
  made_at INTEGER NOT NULL, until INTEGER NOT NULL,
  -- Public half of the key that signs what comes back.
  return_key TEXT NOT NULL,
  ended_at INTEGER, came_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE pack_item (
  pack_id TEXT NOT NULL REFERENCES pack(id), item_id TEXT NOT NULL,
  PRIMARY KEY (pack_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE parcel (
  -- A strand of a workstation, whose parcels come one after the other, and the latest of them with what it led to.
  session TEXT PRIMARY KEY, person TEXT NOT NULL, number INTEGER NOT NULL, reply TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;

CREATE TABLE past_status (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, task_item INTEGER NOT NULL REFERENCES task_item(seq),
  assignment_id TEXT REFERENCES assignment(id), status TEXT NOT NULL, decided_by TEXT, decided_at INTEGER NOT NULL,
  removed_by TEXT NOT NULL, removed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE picture_hash (
  seq INTEGER PRIMARY KEY, item_id TEXT NOT NULL UNIQUE REFERENCES item(id), dataset_id TEXT NOT NULL,
  a INTEGER NOT NULL, b INTEGER NOT NULL, c INTEGER NOT NULL, d INTEGER NOT NULL
) STRICT;

CREATE TABLE picture_window (
  dataset_id TEXT PRIMARY KEY REFERENCES dataset(id), low REAL NOT NULL, high REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pipeline (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id), name TEXT NOT NULL, status TEXT NOT NULL,
  version INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
, description TEXT, creator TEXT NOT NULL DEFAULT '', settings TEXT NOT NULL DEFAULT '{}', installed_version INTEGER NOT NULL DEFAULT 0, reset_cycle INTEGER NOT NULL DEFAULT 0, reset_at INTEGER, deleted_at INTEGER, hidden INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE pipeline_draft (
  pipeline_id TEXT PRIMARY KEY REFERENCES pipeline(id), graph TEXT NOT NULL,
  -- The version that the drawing began from.
  from_version INTEGER NOT NULL, drawn_by TEXT NOT NULL, drawn_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pipeline_version (
  pipeline_id TEXT NOT NULL REFERENCES pipeline(id), version INTEGER NOT NULL, graph TEXT NOT NULL,
  created_at INTEGER NOT NULL, author TEXT NOT NULL DEFAULT '', PRIMARY KEY (pipeline_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE project (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL, creator TEXT NOT NULL DEFAULT '', extra TEXT NOT NULL DEFAULT '{}', updated_at INTEGER, deleted_at INTEGER) STRICT;

CREATE TABLE recipe (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id), title TEXT NOT NULL,
  labels TEXT NOT NULL, tools TEXT NOT NULL, instructions TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
, ontology_id TEXT REFERENCES ontology(id), extra TEXT NOT NULL DEFAULT '{}', creator TEXT NOT NULL DEFAULT '', deleted_at INTEGER) STRICT;

CREATE TABLE recipe_copy (
  recipe_id TEXT PRIMARY KEY, remote_id TEXT NOT NULL REFERENCES remote(id),
  -- As core/sync/recipes.ts has it.
  base TEXT NOT NULL,
  dirty INTEGER NOT NULL DEFAULT 0,
  -- Why the remote did not take it, and what both changed differently.
  refused TEXT, clashes TEXT NOT NULL DEFAULT '[]'
) STRICT, WITHOUT ROWID;

CREATE TABLE remote (
  id TEXT PRIMARY KEY,
  -- sluice or dataloop
  kind TEXT NOT NULL,
  address TEXT NOT NULL, account TEXT NOT NULL,
  settings TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE remote_order (
  seq INTEGER PRIMARY KEY,
  remote_id TEXT NOT NULL REFERENCES remote(id),
  pipeline_id TEXT NOT NULL,
  -- As core/model/remote-pipeline.ts has it; of a save with what it takes along.
  body TEXT NOT NULL, saved TEXT,
  -- What was there before the remote was asked: by that its work is found again when the reply is lost.
  before TEXT,
  -- Why it did not; NULL: it was not asked, or did not answer.
  refused TEXT,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE slot (
  cycle INTEGER NOT NULL REFERENCES cycle(key), node INTEGER NOT NULL REFERENCES node(key), branch TEXT NOT NULL,
  port TEXT NOT NULL, value TEXT NOT NULL, execution INTEGER NOT NULL REFERENCES execution(key),
  PRIMARY KEY (cycle, node, branch, port)
) STRICT, WITHOUT ROWID;

CREATE TABLE split_count (
  pipeline_id TEXT NOT NULL, node_id TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (pipeline_id, node_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE strand (
  remote_id TEXT NOT NULL REFERENCES remote(id), strand INTEGER NOT NULL,
  -- Names the strand at the remote, so that a parcel that comes twice is known again; and the number of the latest parcel.
  session TEXT NOT NULL, parcel INTEGER NOT NULL,
  PRIMARY KEY (remote_id, strand)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_switch (
  -- 1 while what comes from a remote is written: that is no change to be sent there.
  quiet INTEGER NOT NULL
) STRICT;

CREATE TABLE taken_along (
  id TEXT PRIMARY KEY, remote_id TEXT NOT NULL REFERENCES remote(id), task_id TEXT NOT NULL,
  -- Null: asked for, and not answered so far as is known.
  until INTEGER,
  -- 1: files of its items are to be here.
  files INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;

CREATE TABLE taken_along_item (
  taken_id TEXT NOT NULL REFERENCES taken_along(id), item_id TEXT NOT NULL,
  PRIMARY KEY (taken_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE taken_pack (
  id TEXT PRIMARY KEY, remote_id TEXT NOT NULL REFERENCES remote(id), task_id TEXT NOT NULL, person TEXT NOT NULL,
  made_at INTEGER NOT NULL, until INTEGER NOT NULL, hub TEXT NOT NULL,
  -- The hub's public key: others that come of the same hub must have been signed with it.
  hub_key TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE task (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id), name TEXT NOT NULL, type TEXT NOT NULL,
  recipe_id TEXT REFERENCES recipe(id), pipeline_id TEXT REFERENCES pipeline(id), node_id TEXT,
  priority INTEGER NOT NULL, due_at INTEGER, actions TEXT NOT NULL, created_at INTEGER NOT NULL, settings TEXT NOT NULL DEFAULT '{}', alone INTEGER NOT NULL DEFAULT 0, dataset_id TEXT REFERENCES dataset(id), parent_task_id TEXT REFERENCES task(id), creator TEXT NOT NULL DEFAULT '', extra TEXT NOT NULL DEFAULT '{}', updated_at INTEGER, deleted_at INTEGER,
  UNIQUE (pipeline_id, node_id)
) STRICT;

CREATE TABLE task_count (
  task_id TEXT NOT NULL, state TEXT NOT NULL, status TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (task_id, state, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE task_item (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT NOT NULL REFERENCES task(id), item_id TEXT NOT NULL REFERENCES item(id),
  -- Null: nobody has taken it yet, or several people work on copies of it.
  assignment_id TEXT REFERENCES assignment(id),
  -- The latest that brought it; earlier ones that wait with it are in task_wait.
  execution INTEGER NOT NULL REFERENCES execution(key) DEFERRABLE INITIALLY DEFERRED,
  -- The item that this one is a copy of, for people who are to agree without seeing each other's work.
  copy_of TEXT REFERENCES item(id),
  state TEXT NOT NULL, status TEXT, decided_by TEXT, decided_at INTEGER, arrived_at INTEGER NOT NULL, priority INTEGER NOT NULL DEFAULT 2,
  UNIQUE (task_id, item_id)
) STRICT;

CREATE TABLE task_wait (
  execution INTEGER PRIMARY KEY REFERENCES execution(key), task_item INTEGER NOT NULL REFERENCES task_item(seq)
) STRICT;

CREATE TABLE trigger_once (
  node INTEGER NOT NULL REFERENCES node(key), entity TEXT NOT NULL, PRIMARY KEY (node, entity)
) STRICT, WITHOUT ROWID;

CREATE TABLE trigger_silence (
  pipeline_id TEXT PRIMARY KEY REFERENCES pipeline(id), since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE variable (
  pipeline_id TEXT NOT NULL REFERENCES pipeline(id), name TEXT NOT NULL, value TEXT NOT NULL, updated_at INTEGER NOT NULL,
  PRIMARY KEY (pipeline_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE video (
  item_id TEXT PRIMARY KEY REFERENCES item(id), facts TEXT NOT NULL, frame_index BLOB NOT NULL
) STRICT;

CREATE TABLE watched_folder (
  id TEXT PRIMARY KEY, dataset_id TEXT NOT NULL REFERENCES dataset(id), path TEXT NOT NULL, mode TEXT NOT NULL,
  include TEXT NOT NULL, exclude TEXT NOT NULL, paused INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL,
  UNIQUE (dataset_id, path)
) STRICT;

CREATE TRIGGER annotation_changed_fed AFTER UPDATE OF label, geometry, attributes, metadata, extra ON annotation
WHEN EXISTS (SELECT 1 FROM feed_dataset WHERE dataset_id = (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2)) BEGIN
  
  DELETE FROM feed WHERE item_id = NEW.item_id;
  INSERT INTO feed (item_id, dataset_id) VALUES (NEW.item_id, (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2));
END;

CREATE TRIGGER annotation_changed_here AFTER UPDATE OF label, geometry, attributes, metadata, extra ON annotation
WHEN (SELECT quiet FROM sync_switch) = 0
  AND EXISTS (SELECT 1 FROM link WHERE kind = 'dataset' AND local_id = (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2)) BEGIN
  
  INSERT INTO outbox (kind, entity, item_id, remote_id, strand, base)
    SELECT 'annotation', NEW.id, NEW.item_id, remote_id, unicode(substr(NEW.item_id, -1)) % 4, json_object('label', OLD.label, 'geometry', json(OLD.geometry), 'attributes', json(OLD.attributes),
    'metadata', json(OLD.metadata), 'extra', json(OLD.extra)) FROM link
      WHERE kind = 'dataset' AND local_id = (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2)
    ON CONFLICT (kind, entity) DO UPDATE SET version = version + 1, parked = NULL;
END;

CREATE TRIGGER annotation_counted AFTER INSERT ON annotation BEGIN
  UPDATE item SET annotation_count = annotation_count + 1 WHERE id = NEW.item_id;
END;

CREATE TRIGGER annotation_deleted_fed AFTER DELETE ON annotation WHEN EXISTS (SELECT 1 FROM feed_dataset WHERE dataset_id = (SELECT dataset_id FROM item WHERE id = OLD.item_id AND trashed < 2)) BEGIN
  
  DELETE FROM feed WHERE item_id = OLD.item_id;
  INSERT INTO feed (item_id, dataset_id) VALUES (OLD.item_id, (SELECT dataset_id FROM item WHERE id = OLD.item_id AND trashed < 2));
END;

CREATE TRIGGER annotation_deleted_here AFTER DELETE ON annotation WHEN (SELECT quiet FROM sync_switch) = 0
  AND EXISTS (SELECT 1 FROM link WHERE kind = 'dataset' AND local_id = (SELECT dataset_id FROM item WHERE id = OLD.item_id AND trashed < 2)) BEGIN
  
  INSERT INTO outbox (kind, entity, item_id, remote_id, strand, base)
    SELECT 'annotation', OLD.id, OLD.item_id, remote_id, unicode(substr(OLD.item_id, -1)) % 4, json_object('label', OLD.label, 'geometry', json(OLD.geometry), 'attributes', json(OLD.attributes),
    'metadata', json(OLD.metadata), 'extra', json(OLD.extra)) FROM link
      WHERE kind = 'dataset' AND local_id = (SELECT dataset_id FROM item WHERE id = OLD.item_id AND trashed < 2)
    ON CONFLICT (kind, entity) DO UPDATE SET version = version + 1, parked = NULL;
END;

CREATE TRIGGER annotation_made_fed AFTER INSERT ON annotation WHEN EXISTS (SELECT 1 FROM feed_dataset WHERE dataset_id = (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2)) BEGIN
  
  DELETE FROM feed WHERE item_id = NEW.item_id;
  INSERT INTO feed (item_id, dataset_id) VALUES (NEW.item_id, (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2));
END;

CREATE TRIGGER annotation_made_here AFTER INSERT ON annotation WHEN (SELECT quiet FROM sync_switch) = 0
  AND EXISTS (SELECT 1 FROM link WHERE kind = 'dataset' AND local_id = (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2)) BEGIN
  
  INSERT INTO outbox (kind, entity, item_id, remote_id, strand, base)
    SELECT 'annotation', NEW.id, NEW.item_id, remote_id, unicode(substr(NEW.item_id, -1)) % 4, NULL FROM link
      WHERE kind = 'dataset' AND local_id = (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2)
    ON CONFLICT (kind, entity) DO UPDATE SET version = version + 1, parked = NULL;
END;

CREATE TRIGGER annotation_shown AFTER UPDATE OF trashed ON item WHEN (NEW.trashed = 0) <> (OLD.trashed = 0) BEGIN
  UPDATE annotation SET dataset_id = iif(NEW.trashed = 0, NEW.dataset_id, NULL) WHERE item_id = NEW.id;
END;

CREATE TRIGGER annotation_uncounted AFTER DELETE ON annotation BEGIN
  UPDATE item SET annotation_count = annotation_count - 1 WHERE id = OLD.item_id;
END;

CREATE TRIGGER event_is_final BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events are never changed'); END;

CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are never deleted'); END;

CREATE TRIGGER execution_log_is_final BEFORE UPDATE OF why, routes, logged ON execution BEGIN
  SELECT raise(ABORT, 'what was logged is never changed');
END;

CREATE TRIGGER issue_changed_fed AFTER UPDATE OF status ON issue WHEN EXISTS (SELECT 1 FROM feed_dataset WHERE dataset_id = (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2)) BEGIN
  
  DELETE FROM feed WHERE item_id = NEW.item_id;
  INSERT INTO feed (item_id, dataset_id) VALUES (NEW.item_id, (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2));
END;

CREATE TRIGGER issue_deleted_fed AFTER DELETE ON issue WHEN EXISTS (SELECT 1 FROM feed_dataset WHERE dataset_id = (SELECT dataset_id FROM item WHERE id = OLD.item_id AND trashed < 2)) BEGIN
  
  DELETE FROM feed WHERE item_id = OLD.item_id;
  INSERT INTO feed (item_id, dataset_id) VALUES (OLD.item_id, (SELECT dataset_id FROM item WHERE id = OLD.item_id AND trashed < 2));
END;

CREATE TRIGGER issue_deleted_here AFTER DELETE ON issue WHEN (SELECT quiet FROM sync_switch) = 0
  AND EXISTS (SELECT 1 FROM link WHERE kind = 'task' AND local_id = OLD.task_id) BEGIN
  
  INSERT INTO outbox (kind, entity, item_id, remote_id, strand, base)
    SELECT 'issue', OLD.id, OLD.item_id, remote_id, unicode(substr(OLD.item_id, -1)) % 4, json_object('taskId', OLD.task_id, 'annotationId', OLD.annotation_id,
    'point', iif(OLD.x IS NULL, NULL, json_object('x', OLD.x, 'y', OLD.y)), 'text', OLD.text) FROM link
      WHERE kind = 'task' AND local_id = OLD.task_id
    ON CONFLICT (kind, entity) DO UPDATE SET version = version + 1, parked = NULL;
END;

CREATE TRIGGER issue_made_fed AFTER INSERT ON issue WHEN EXISTS (SELECT 1 FROM feed_dataset WHERE dataset_id = (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2)) BEGIN
  
  DELETE FROM feed WHERE item_id = NEW.item_id;
  INSERT INTO feed (item_id, dataset_id) VALUES (NEW.item_id, (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2));
END;

CREATE TRIGGER issue_made_here AFTER INSERT ON issue WHEN (SELECT quiet FROM sync_switch) = 0
  AND EXISTS (SELECT 1 FROM link WHERE kind = 'task' AND local_id = NEW.task_id) BEGIN
  
  INSERT INTO outbox (kind, entity, item_id, remote_id, strand, base)
    SELECT 'issue', NEW.id, NEW.item_id, remote_id, unicode(substr(NEW.item_id, -1)) % 4, NULL FROM link
      WHERE kind = 'task' AND local_id = NEW.task_id
    ON CONFLICT (kind, entity) DO UPDATE SET version = version + 1, parked = NULL;
END;

CREATE TRIGGER item_changed_fed AFTER UPDATE OF name, folder, metadata, trashed ON item
WHEN NEW.trashed < 2 AND EXISTS (SELECT 1 FROM feed_dataset WHERE dataset_id = NEW.dataset_id) BEGIN
  
  DELETE FROM feed WHERE item_id = NEW.id;
  INSERT INTO feed (item_id, dataset_id) VALUES (NEW.id, NEW.dataset_id);
END;

CREATE TRIGGER item_changed_here AFTER UPDATE OF name, folder, metadata, trashed ON item
WHEN NEW.trashed < 2 AND OLD.trashed < 2 AND (SELECT quiet FROM sync_switch) = 0
  AND EXISTS (SELECT 1 FROM link WHERE kind = 'dataset' AND local_id = NEW.dataset_id) BEGIN
  
  INSERT INTO outbox (kind, entity, item_id, remote_id, strand, base)
    SELECT 'item', NEW.id, NEW.id, remote_id, unicode(substr(NEW.id, -1)) % 4, json_object('name', OLD.name, 'folder', OLD.folder, 'metadata', json(OLD.metadata),
    'trashed', json(iif(OLD.trashed = 1, 'true', 'false'))) FROM link
      WHERE kind = 'dataset' AND local_id = NEW.dataset_id
    ON CONFLICT (kind, entity) DO UPDATE SET version = version + 1, parked = NULL;
END;

CREATE TRIGGER item_counted AFTER INSERT ON item WHEN NEW.trashed = 0 BEGIN
  UPDATE dataset SET item_count = item_count + 1 WHERE id = NEW.dataset_id;
END;

CREATE TRIGGER item_made_fed AFTER INSERT ON item WHEN NEW.trashed = 0 AND EXISTS (SELECT 1 FROM feed_dataset WHERE dataset_id = NEW.dataset_id) BEGIN
  
  DELETE FROM feed WHERE item_id = NEW.id;
  INSERT INTO feed (item_id, dataset_id) VALUES (NEW.id, NEW.dataset_id);
END;

CREATE TRIGGER item_made_here AFTER INSERT ON item WHEN NEW.trashed = 0 AND (SELECT quiet FROM sync_switch) = 0
  AND EXISTS (SELECT 1 FROM link WHERE kind = 'dataset' AND local_id = NEW.dataset_id) BEGIN
  
  INSERT INTO outbox (kind, entity, item_id, remote_id, strand, base)
    SELECT 'item', NEW.id, NEW.id, remote_id, unicode(substr(NEW.id, -1)) % 4, NULL FROM link
      WHERE kind = 'dataset' AND local_id = NEW.dataset_id
    ON CONFLICT (kind, entity) DO UPDATE SET version = version + 1, parked = NULL;
END;

CREATE TRIGGER item_recounted AFTER UPDATE OF trashed ON item WHEN (NEW.trashed = 0) <> (OLD.trashed = 0) BEGIN
  UPDATE dataset SET item_count = item_count + (NEW.trashed = 0) - (OLD.trashed = 0) WHERE id = NEW.dataset_id;
END;

CREATE TRIGGER ontology_changed_here AFTER UPDATE OF labels, attributes ON ontology
WHEN (SELECT quiet FROM sync_switch) = 0 AND EXISTS (SELECT 1 FROM recipe_copy WHERE recipe_id IN (SELECT id FROM recipe WHERE ontology_id = NEW.id))
  AND (OLD.labels IS NOT NEW.labels OR OLD.attributes IS NOT NEW.attributes)
BEGIN
  UPDATE recipe_copy SET dirty = 1, refused = NULL
    WHERE recipe_id IN (SELECT id FROM recipe WHERE ontology_id = NEW.id);
END;

CREATE TRIGGER picture_hash_cloned AFTER INSERT ON item WHEN NEW.source_item_id IS NOT NULL BEGIN
  INSERT INTO picture_hash (item_id, dataset_id, a, b, c, d)
    SELECT NEW.id, NEW.dataset_id, a, b, c, d FROM picture_hash WHERE item_id = NEW.source_item_id;
END;

CREATE TRIGGER place_changed_fed AFTER UPDATE OF state, status, assignment_id ON task_item
WHEN NEW.copy_of IS NULL AND EXISTS (SELECT 1 FROM feed_dataset WHERE dataset_id = (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2)) BEGIN
  
  DELETE FROM feed WHERE item_id = NEW.item_id;
  INSERT INTO feed (item_id, dataset_id) VALUES (NEW.item_id, (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2));
END;

CREATE TRIGGER place_made_fed AFTER INSERT ON task_item WHEN NEW.copy_of IS NULL AND EXISTS (SELECT 1 FROM feed_dataset WHERE dataset_id = (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2)) BEGIN
  
  DELETE FROM feed WHERE item_id = NEW.item_id;
  INSERT INTO feed (item_id, dataset_id) VALUES (NEW.item_id, (SELECT dataset_id FROM item WHERE id = NEW.item_id AND trashed < 2));
END;

CREATE TRIGGER recipe_changed_here AFTER UPDATE OF title, instructions, tools, ontology_id ON recipe
WHEN (SELECT quiet FROM sync_switch) = 0 AND EXISTS (SELECT 1 FROM recipe_copy WHERE recipe_id = NEW.id) AND (OLD.title IS NOT NEW.title OR OLD.instructions IS NOT NEW.instructions
  OR OLD.tools IS NOT NEW.tools OR OLD.ontology_id IS NOT NEW.ontology_id)
BEGIN UPDATE recipe_copy SET dirty = 1, refused = NULL WHERE recipe_id = NEW.id; END;

CREATE TRIGGER standing_changed_here AFTER UPDATE OF state, status ON task_item
WHEN (CASE OLD.state WHEN 'done' THEN 'done:' || coalesce(OLD.status, '')
    WHEN 'away' THEN 'away' WHEN 'open' THEN 'waiting' WHEN 'rework' THEN 'waiting' WHEN 'review' THEN 'waiting' ELSE 'gone' END) <> (CASE NEW.state WHEN 'done' THEN 'done:' || coalesce(NEW.status, '')
    WHEN 'away' THEN 'away' WHEN 'open' THEN 'waiting' WHEN 'rework' THEN 'waiting' WHEN 'review' THEN 'waiting' ELSE 'gone' END) AND (SELECT quiet FROM sync_switch) = 0
  AND EXISTS (SELECT 1 FROM link WHERE kind = 'task' AND local_id = NEW.task_id) BEGIN
  INSERT INTO outbox (kind, entity, item_id, remote_id, strand, base, mine)
    SELECT 'standing', NEW.task_id || ':' || NEW.item_id || ':' || (SELECT coalesce(max(seq), 0) + 1 FROM outbox),
      NEW.item_id, remote_id, unicode(substr(NEW.item_id, -1)) % 4, json_object('standing', CASE OLD.state WHEN 'done' THEN 'done:' || coalesce(OLD.status, '')
    WHEN 'away' THEN 'away' WHEN 'open' THEN 'waiting' WHEN 'rework' THEN 'waiting' WHEN 'review' THEN 'waiting' ELSE 'gone' END),
      json_object('standing', CASE NEW.state WHEN 'done' THEN 'done:' || coalesce(NEW.status, '')
    WHEN 'away' THEN 'away' WHEN 'open' THEN 'waiting' WHEN 'rework' THEN 'waiting' WHEN 'review' THEN 'waiting' ELSE 'gone' END)
    FROM link WHERE kind = 'task' AND local_id = NEW.task_id;
END;

CREATE TRIGGER task_item_counted AFTER INSERT ON task_item BEGIN
  INSERT INTO task_count SELECT NEW.task_id, NEW.state, coalesce(NEW.status, ''), 1 WHERE NEW.copy_of IS NULL
    ON CONFLICT DO UPDATE SET count = count + 1;
  UPDATE assignment SET items = items + (NEW.state <> 'withdrawn'), open = open + (NEW.state IN ('open', 'rework', 'review'))
    WHERE id = NEW.assignment_id;
END;

CREATE TRIGGER task_item_reassigned AFTER UPDATE OF assignment_id, state ON task_item BEGIN
  UPDATE assignment SET items = items - (OLD.state <> 'withdrawn'), open = open - (OLD.state IN ('open', 'rework', 'review'))
    WHERE id = OLD.assignment_id;
  UPDATE assignment SET items = items + (NEW.state <> 'withdrawn'), open = open + (NEW.state IN ('open', 'rework', 'review'))
    WHERE id = NEW.assignment_id;
END;

CREATE TRIGGER task_item_recounted AFTER UPDATE OF state, status ON task_item WHEN NEW.copy_of IS NULL BEGIN
  UPDATE task_count SET count = count - 1
    WHERE task_id = OLD.task_id AND state = OLD.state AND status = coalesce(OLD.status, '');
  INSERT INTO task_count VALUES (NEW.task_id, NEW.state, coalesce(NEW.status, ''), 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
