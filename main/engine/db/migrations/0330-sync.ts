/**
 * Sync. On a workstation: which entities belong to which remote, what of them it has not confirmed yet, and changes that
 * could not be put together. On a hub: which items changed since when, and what each workstation's last parcel led to.
 *
 * What is noted by triggers cannot be forgotten by any of the many ways in which an annotation is changed, and is in the
 * transaction of the change. Nothing of it costs more than one look into an index where a dataset has no remote.
 */
export const name = '0330-sync';

/** As it was: an annotation's content without what only its place here says. */
const CONTENT = `json_object('label', OLD.label, 'geometry', json(OLD.geometry), 'attributes', json(OLD.attributes),
    'metadata', json(OLD.metadata), 'extra', json(OLD.extra))`;

const ITEM = `json_object('name', OLD.name, 'folder', OLD.folder, 'metadata', json(OLD.metadata),
    'trashed', json(iif(OLD.trashed = 1, 'true', 'false')))`;

/** Whatever is on an item is noted as annotations are. */
type Kind = 'annotation' | 'item';
type Row = 'NEW' | 'OLD';

const itemOf = (kind: Kind, row: Row) => (kind === 'item' ? `${row}.id` : `${row}.item_id`);

/** Of an annotation its item's, in the trash or not; a hidden copy of an item is nothing a remote has to hear of. */
const datasetOf = (kind: Kind, row: Row) =>
  kind === 'item'
    ? `${row}.dataset_id`
    : `(SELECT dataset_id FROM item WHERE id = ${row}.item_id AND trashed < 2)`;

const linked = (kind: Kind, row: Row) => `(SELECT quiet FROM sync_switch) = 0
  AND EXISTS (SELECT 1 FROM link WHERE kind = 'dataset' AND local_id = ${datasetOf(kind, row)})`;

/** What both sides agreed on last is what was there before the first change that the remote has not confirmed. */
const note = (kind: Kind, row: Row, base: string) => `
  INSERT INTO outbox (kind, entity, item_id, remote_id, strand, base)
    SELECT '${kind}', ${row}.id, ${itemOf(kind, row)}, remote_id, unicode(substr(${itemOf(kind, row)}, -1)) % 4, ${base} FROM link
      WHERE kind = 'dataset' AND local_id = ${datasetOf(kind, row)}
    ON CONFLICT (kind, entity) DO UPDATE SET version = version + 1, parked = NULL;`;

const fed = (kind: Kind, row: Row) =>
  `EXISTS (SELECT 1 FROM feed_dataset WHERE dataset_id = ${datasetOf(kind, row)})`;

const feed = (kind: Kind, row: Row) => `
  DELETE FROM feed WHERE item_id = ${itemOf(kind, row)};
  INSERT INTO feed (item_id, dataset_id) VALUES (${itemOf(kind, row)}, ${datasetOf(kind, row)});`;

const mirrored = (row: Row) => `(SELECT quiet FROM sync_switch) = 0
  AND EXISTS (SELECT 1 FROM link WHERE kind = 'task' AND local_id = ${row}.task_id)`;

const strandOf = (row: Row) => `unicode(substr(${row}.item_id, -1)) % 4`;

/** As `standingContent` has it. */
const standing = (row: Row) => `CASE ${row}.state WHEN 'done' THEN 'done:' || coalesce(${row}.status, '')
    WHEN 'away' THEN 'away' WHEN 'open' THEN 'waiting' WHEN 'rework' THEN 'waiting' WHEN 'review' THEN 'waiting' ELSE 'gone' END`;

const ISSUE = `json_object('taskId', OLD.task_id, 'annotationId', OLD.annotation_id,
    'point', iif(OLD.x IS NULL, NULL, json_object('x', OLD.x, 'y', OLD.y)), 'text', OLD.text)`;

const noteIssue = (row: Row, base: string) => `
  INSERT INTO outbox (kind, entity, item_id, remote_id, strand, base)
    SELECT 'issue', ${row}.id, ${row}.item_id, remote_id, ${strandOf(row)}, ${base} FROM link
      WHERE kind = 'task' AND local_id = ${row}.task_id
    ON CONFLICT (kind, entity) DO UPDATE SET version = version + 1, parked = NULL;`;

export const sql = `
CREATE TABLE remote (
  id TEXT PRIMARY KEY,
  -- sluice or dataloop
  kind TEXT NOT NULL,
  address TEXT NOT NULL, account TEXT NOT NULL,
  settings TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE link (
  kind TEXT NOT NULL, local_id TEXT NOT NULL, remote_id TEXT NOT NULL REFERENCES remote(id), id_there TEXT NOT NULL,
  -- How far the remote's changes are known, in its own words; and of a dataset what its recipes and tasks said last, hashed.
  cursor TEXT, about TEXT,
  PRIMARY KEY (kind, local_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX link_there ON link (remote_id, kind, id_there);
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
CREATE INDEX outbox_queue ON outbox (remote_id, strand, seq) WHERE parked IS NULL AND parcel IS NULL;
CREATE INDEX outbox_by_item ON outbox (item_id);
CREATE INDEX outbox_parcel ON outbox (remote_id, strand, seq) WHERE parcel IS NOT NULL;
CREATE INDEX outbox_count ON outbox (remote_id, parked);
CREATE INDEX outbox_parked ON outbox (seq) WHERE parked IS NOT NULL;
CREATE TABLE strand (
  remote_id TEXT NOT NULL REFERENCES remote(id), strand INTEGER NOT NULL,
  -- Names the strand at the remote, so that a parcel that comes twice is known again; and the number of the latest parcel.
  session TEXT NOT NULL, parcel INTEGER NOT NULL,
  PRIMARY KEY (remote_id, strand)
) STRICT, WITHOUT ROWID;
CREATE TABLE conflict (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, entity TEXT NOT NULL, item_id TEXT NOT NULL, field TEXT NOT NULL,
  -- As JSON; null: not there.
  base TEXT, mine TEXT, theirs TEXT,
  -- Whose the other value is, where that is known.
  by TEXT, at INTEGER NOT NULL,
  -- mine or theirs once it is solved, by which change set, when.
  choice TEXT, change_set TEXT, solved_at INTEGER
) STRICT;
CREATE INDEX conflict_open ON conflict (item_id, id) WHERE choice IS NULL;
CREATE INDEX conflict_waiting ON conflict (id) WHERE choice IS NULL;
CREATE INDEX conflict_by_set ON conflict (change_set) WHERE change_set IS NOT NULL;
CREATE TABLE sync_switch (
  -- 1 while what comes from a remote is written: that is no change to be sent there.
  quiet INTEGER NOT NULL
) STRICT;
INSERT INTO sync_switch VALUES (0);
-- 1: came from a remote, and is not undone by the keys that take back one's own last step.
ALTER TABLE change_set ADD COLUMN pulled INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER annotation_made_here AFTER INSERT ON annotation WHEN ${linked('annotation', 'NEW')} BEGIN
  ${note('annotation', 'NEW', 'NULL')}
END;
CREATE TRIGGER annotation_changed_here AFTER UPDATE OF label, geometry, attributes, metadata, extra ON annotation
WHEN ${linked('annotation', 'NEW')} BEGIN
  ${note('annotation', 'NEW', CONTENT)}
END;
CREATE TRIGGER annotation_deleted_here AFTER DELETE ON annotation WHEN ${linked('annotation', 'OLD')} BEGIN
  ${note('annotation', 'OLD', CONTENT)}
END;
CREATE TRIGGER item_made_here AFTER INSERT ON item WHEN NEW.trashed = 0 AND ${linked('item', 'NEW')} BEGIN
  ${note('item', 'NEW', 'NULL')}
END;
CREATE TRIGGER item_changed_here AFTER UPDATE OF name, folder, metadata, trashed ON item
WHEN NEW.trashed < 2 AND OLD.trashed < 2 AND ${linked('item', 'NEW')} BEGIN
  ${note('item', 'NEW', ITEM)}
END;

-- Of a task that is kept by a remote: what people decide here, and what they object to. Decisions follow one from another, so
-- each goes by itself.
CREATE TRIGGER standing_changed_here AFTER UPDATE OF state, status ON task_item
WHEN (${standing('OLD')}) <> (${standing('NEW')}) AND ${mirrored('NEW')} BEGIN
  INSERT INTO outbox (kind, entity, item_id, remote_id, strand, base, mine)
    SELECT 'standing', NEW.task_id || ':' || NEW.item_id || ':' || (SELECT coalesce(max(seq), 0) + 1 FROM outbox),
      NEW.item_id, remote_id, ${strandOf('NEW')}, json_object('standing', ${standing('OLD')}),
      json_object('standing', ${standing('NEW')})
    FROM link WHERE kind = 'task' AND local_id = NEW.task_id;
END;
CREATE TRIGGER issue_made_here AFTER INSERT ON issue WHEN ${mirrored('NEW')} BEGIN
  ${noteIssue('NEW', 'NULL')}
END;
CREATE TRIGGER issue_deleted_here AFTER DELETE ON issue WHEN ${mirrored('OLD')} BEGIN
  ${noteIssue('OLD', ISSUE)}
END;

CREATE TABLE feed_dataset (dataset_id TEXT PRIMARY KEY REFERENCES dataset(id)) STRICT, WITHOUT ROWID;
CREATE TABLE feed (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, item_id TEXT NOT NULL UNIQUE REFERENCES item(id), dataset_id TEXT NOT NULL
) STRICT;
CREATE INDEX feed_by_dataset ON feed (dataset_id, seq);
CREATE TABLE feed_era (
  seq INTEGER PRIMARY KEY, era TEXT NOT NULL UNIQUE,
  -- The latest change when it began.
  began INTEGER NOT NULL
) STRICT;
CREATE TABLE parcel (
  -- A strand of a workstation, whose parcels come one after the other, and the latest of them with what it led to.
  session TEXT PRIMARY KEY, person TEXT NOT NULL, number INTEGER NOT NULL, reply TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER annotation_made_fed AFTER INSERT ON annotation WHEN ${fed('annotation', 'NEW')} BEGIN
  ${feed('annotation', 'NEW')}
END;
CREATE TRIGGER annotation_changed_fed AFTER UPDATE OF label, geometry, attributes, metadata, extra ON annotation
WHEN ${fed('annotation', 'NEW')} BEGIN
  ${feed('annotation', 'NEW')}
END;
CREATE TRIGGER annotation_deleted_fed AFTER DELETE ON annotation WHEN ${fed('annotation', 'OLD')} BEGIN
  ${feed('annotation', 'OLD')}
END;
CREATE TRIGGER item_made_fed AFTER INSERT ON item WHEN NEW.trashed = 0 AND ${fed('item', 'NEW')} BEGIN
  ${feed('item', 'NEW')}
END;
CREATE TRIGGER item_changed_fed AFTER UPDATE OF name, folder, metadata, trashed ON item
WHEN NEW.trashed < 2 AND ${fed('item', 'NEW')} BEGIN
  ${feed('item', 'NEW')}
END;
CREATE TRIGGER place_made_fed AFTER INSERT ON task_item WHEN NEW.copy_of IS NULL AND ${fed('annotation', 'NEW')} BEGIN
  ${feed('annotation', 'NEW')}
END;
CREATE TRIGGER place_changed_fed AFTER UPDATE OF state, status, assignment_id ON task_item
WHEN NEW.copy_of IS NULL AND ${fed('annotation', 'NEW')} BEGIN
  ${feed('annotation', 'NEW')}
END;
CREATE TRIGGER issue_made_fed AFTER INSERT ON issue WHEN ${fed('annotation', 'NEW')} BEGIN
  ${feed('annotation', 'NEW')}
END;
CREATE TRIGGER issue_changed_fed AFTER UPDATE OF status ON issue WHEN ${fed('annotation', 'NEW')} BEGIN
  ${feed('annotation', 'NEW')}
END;
CREATE TRIGGER issue_deleted_fed AFTER DELETE ON issue WHEN ${fed('annotation', 'OLD')} BEGIN
  ${feed('annotation', 'OLD')}
END;
`;
