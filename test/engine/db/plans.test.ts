/** Queries that meet many rows go by an index: no scan of a growing table, no sorting of what an index could order. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseFilter } from '#core/filters/parse.ts';
import { assignmentIdSchema, datasetIdSchema, ontologyIdSchema } from '#core/model/ids.ts';
import { cycleIdOf } from '#core/model/run-ids.ts';
import { type Database, openDatabase, type ReadableDb } from '#engine/db/driver.ts';
import { migrate } from '#engine/db/migrate.ts';
import {
  countAnnotationsMatching,
  findAnnotationRecord,
  listAnnotationRecords,
  listAnnotationsMatching,
  searchAnnotations,
} from '#engine/db/queries/annotation-search.ts';
import { listAnnotations, nextRedo, nextUndo } from '#engine/db/queries/annotations.ts';
import { isComplete, listFree, listFreeOf, listOpenOf } from '#engine/db/queries/assignments.ts';
import { countOpenCommands, listOpenCommands } from '#engine/db/queries/commands.ts';
import {
  countConflicts,
  countDecided,
  groupConflicts,
  listConflicts,
  listDecided,
} from '#engine/db/queries/conflicts.ts';
import { listCopies } from '#engine/db/queries/copies.ts';
import { countMachineWork, countQueued, listQueuedNodes, readCounts } from '#engine/db/queries/counters.ts';
import { countCycles, cycleSearch } from '#engine/db/queries/cycle-search.ts';
import {
  firstCycleAt,
  listCycleHeads,
  listCycles,
  listCyclesByKey,
  listOpenCycles,
} from '#engine/db/queries/cycles.ts';
import { listEmitted } from '#engine/db/queries/emitted.ts';
import {
  countPipelineLog,
  listCycleEvents,
  listExecutionEvents,
  listItemEvents,
  listNodeEvents,
  listPipelineEvents,
  listPipelineLog,
} from '#engine/db/queries/events.ts';
import {
  firstKeySince,
  listExecutions,
  listExecutionsByKey,
  listExecutionsOfCycle,
  listReported,
  windowEnd,
} from '#engine/db/queries/execution-pages.ts';
import { executionSearch } from '#engine/db/queries/execution-search.ts';
import {
  isBegunAgain,
  isLargeCycle,
  isUpstreamDone,
  listCaused,
  listOfCycle,
  listOfItem,
  listOpenOfCycle,
  listPut,
  listStuckAt,
  listUnsettled,
} from '#engine/db/queries/executions-of.ts';
import { hasEntriesIn, hasEntry, listEntries } from '#engine/db/queries/export-entries.ts';
import { listFed } from '#engine/db/queries/feed.ts';
import { hasItems, listItemsIn, listNotedFolders, nextFolderWithItems } from '#engine/db/queries/folders.ts';
import { listFromPipe } from '#engine/db/queries/from-pipe.ts';
import { listFailures, oldestSince } from '#engine/db/queries/health.ts';
import { listActions, listDecisions } from '#engine/db/queries/history.ts';
import { listIssues, listIssuesOfAnnotation } from '#engine/db/queries/issues.ts';
import { browseItems, countFoldersMatching } from '#engine/db/queries/item-browse.ts';
import { listPastStatuses, listPlacesOfItem } from '#engine/db/queries/item-places.ts';
import { countItemsMatching, listItemsMatching, searchItems } from '#engine/db/queries/item-search.ts';
import { lookForItems } from '#engine/db/queries/item-windows.ts';
import {
  countItems,
  findItem,
  findItemAt,
  findItemByIdentity,
  idAfter,
  listImageSizes,
  listItems,
  listItemsMadeBy,
} from '#engine/db/queries/items.ts';
import { anchorOf } from '#engine/db/queries/mirrors.ts';
import {
  countOutbox,
  countQueuedKinds,
  hasStandings,
  listParked,
  listPendingOf,
  listSent,
  listToGo,
  listToSend,
} from '#engine/db/queries/outbox.ts';
import { listPicturesBefore, listPicturesWithPart } from '#engine/db/queries/picture-hashes.ts';
import { listVersions } from '#engine/db/queries/pipelines.ts';
import { countAnnotated } from '#engine/db/queries/projects.ts';
import { listQueued, listRush, listStale, nextDue } from '#engine/db/queries/queue.ts';
import { idHere, listIdsThere } from '#engine/db/queries/remotes.ts';
import { listPlacesOf } from '#engine/db/queries/repair-items.ts';
import { countRuns, searchRunKeys } from '#engine/db/queries/run-keys.ts';
import { listMetOfCycle, listMetSources, listSlotBranches, listSlots } from '#engine/db/queries/slots.ts';
import { hasFramesIn, isKeptByHash, isWorkedOn, listLocations } from '#engine/db/queries/stored-files.ts';
import {
  findTaskItem,
  findTaskItemOfExecution,
  findTaskOfNodeKey,
  firstEmpty,
  firstWaiting,
  listTaskItems,
  listTaskItemsOfItem,
  listWaits,
  neighbours,
} from '#engine/db/queries/tasks.ts';
import {
  findTriggerState,
  lastItemRow,
  listArrivals,
  listDueTriggers,
  nextTriggerDue,
  whereItemIs,
} from '#engine/db/queries/triggers.ts';
import {
  countByLabel,
  countInDataset,
  countWithLabel,
  datasetsOfOntology,
  listAttributes,
  listWithLabel,
} from '#engine/db/queries/vocabulary.ts';
import {
  findFile,
  hasContent,
  listFilesAfter,
  listFilesWithHash,
  listItemPlaces,
} from '#engine/db/queries/watched-folders.ts';
import { listUnhashedFiles } from '#engine/db/queries/workspace-check.ts';

let db: Database;

beforeAll(() => {
  db = openDatabase(':memory:');
  migrate(db);
  db.script(`INSERT INTO project (id, name, created_at) VALUES ('p', 'p', 0);
    INSERT INTO pipeline (id, project_id, name, status, version, created_at, updated_at)
      VALUES ('p', 'p', 'p', 'Installed', 1, 0, 0), ('q', 'p', 'q', 'Installed', 1, 0, 0);
    INSERT INTO node (key, pipeline_id, node_id) VALUES (1, 'p', 'a'), (2, 'p', 'b'), (3, 'q', 'a'), (4, 'q', 'b');
    INSERT INTO cycle (key, pipeline_id, version, status, start, created_at) VALUES (1, 'p', 1, 'pending', 1, 1)`);
});
afterAll(() => db.close());

/** Tables that hold a handful of rows however much work there is. */
const SMALL = [
  'pipeline',
  'project',
  'dataset',
  'recipe',
  'task',
  'assignment',
  'watched_folder',
  'node_count',
  'node',
  'pipeline_version',
];

/** What is wrong with the plans of the statements that the read makes. */
function complaints(read: (spy: ReadableDb) => unknown): string[] {
  const found: string[] = [];
  const look = (sql: string, params: Parameters<ReadableDb['all']>[1]) => {
    for (const { detail } of db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params)) {
      // A name from the compiler of filters (v1, v2, …) is a part of one row's JSON, like json_each itself.
      const scanned =
        /^SCAN (?!json_each|v\d+ (?:EXISTS )?VIRTUAL TABLE)(\w+)(?! USING (COVERING )?INDEX)/.exec(
          detail,
        )?.[1];
      if (scanned && !SMALL.includes(scanned)) found.push(`${detail} in ${sql}`);
      if (detail.includes('TEMP B-TREE')) found.push(`${detail} in ${sql}`);
    }
  };
  const spy: ReadableDb = {
    get: (sql, params) => {
      look(sql, params);
      return db.get(sql, params);
    },
    all: (sql, params) => {
      look(sql, params);
      return db.all(sql, params);
    },
  };
  read(spy);
  return found;
}

const page = { after: 'a', limit: 100 };
const assignmentId = assignmentIdSchema.parse('a'.repeat(24));
const dataset = datasetIdSchema.parse('0'.repeat(24));
const filter = { text: '', kind: null, status: null, trashed: false };
const queue = { lane: 'inline' as const, node: 1, limit: 256 };
const arrivals = { datasetId: 'd', since: 1, upTo: 2, after: '', limit: 500 };
const executions = { node: 1, before: 9, above: 0, text: '', limit: 100 };
const cycles = { pipelineId: 'p', above: 0, before: 9, limit: 100 };
const events = { before: 9, limit: 9 };
const slot = { cycle: 1, node: 1 };

const matching = (where: object) => ({
  datasetId: datasetIdSchema.parse('0'.repeat(24)),
  filter: parseFilter({ filter: where }),
});
const byId = { field: 'id', descending: false } as const;
const firstPage = { order: byId, orders: [byId], offset: 0, limit: 9 } as const;
const both = { sought: { files: true, folders: true, root: false } } as const;

const runPage = {
  order: { by: 'created', descending: true },
  offset: 9,
  limit: 9,
} as const;
/** Of two pipelines with two nodes each. */
const ofCycles = (where: object) => cycleSearch(db, parseFilter({ filter: where }).where, null);
const ofExecutions = (where: object) => executionSearch(db, parseFilter({ filter: where }).where, null);

const READS: Readonly<Record<string, (spy: ReadableDb) => unknown>> = {
  'items of a dataset': (spy) => listItems(spy, 'd', filter, page),
  'a far place in a dataset': (spy) => idAfter(spy, 'd', filter, { after: null, skip: 9 }),
  'annotated items of a dataset': (spy) => countAnnotated(spy, datasetIdSchema.parse('0'.repeat(24))),
  'items by status': (spy) => listItems(spy, 'd', { ...filter, status: 'approved' }, page),
  'items without a status': (spy) => listItems(spy, 'd', { ...filter, status: 'none' }, page),
  'items by part of a name': (spy) => listItems(spy, 'd', { ...filter, text: 'a' }, page),
  'count by status': (spy) => countItems(spy, 'd', { ...filter, status: 'approved' }),
  'an item': (spy) => findItem(spy, 'i'),
  'an item by identity': (spy) => findItemByIdentity(spy, 'd', 'x'),
  'an item by its place': (spy) => findItemAt(spy, { datasetId: 'd', folder: '/', name: 'x' }),
  'items an execution made': (spy) => listItemsMadeBy(spy, 1),
  'sizes of items that came later': (spy) => listImageSizes(spy, 'i', 9),
  'pictures with a part of a hash': (spy) =>
    listPicturesWithPart(spy, { datasetId: 'd', before: 9, part: 'c', values: [1, 2] }),
  'pictures looked at before': (spy) => listPicturesBefore(spy, { datasetId: 'd', before: 9, limit: 9 }),
  'annotations of an item': (spy) => listAnnotations(spy, 'i'),
  'how often labels are used': (spy) => countByLabel(spy, dataset),
  'how often a label is used': (spy) => countWithLabel(spy, dataset, 'car'),
  'how many annotations a dataset has': (spy) => countInDataset(spy, dataset),
  'annotations with a label': (spy) =>
    listWithLabel(spy, { datasetId: dataset, label: 'car', after: 'a', limit: 9 }),
  'attributes of annotations': (spy) => listAttributes(spy, { datasetId: dataset, after: 'a', limit: 9 }),
  'datasets of an ontology': (spy) => datasetsOfOntology(spy, ontologyIdSchema.parse('b'.repeat(24))),
  'an annotation with its status': (spy) => findAnnotationRecord(spy, 'a'),
  'annotations of an item with their status': (spy) => listAnnotationRecords(spy, 'i'),
  'annotations of a dataset': (spy) => searchAnnotations(spy, { ...matching({}), ...firstPage }),
  'annotations of a dataset further in': (spy) =>
    searchAnnotations(spy, { ...matching({ id: { $gt: 'a' }, type: { $in: ['box'] } }), ...firstPage }),
  'annotations of one item by a filter': (spy) =>
    searchAnnotations(spy, { ...matching({ itemId: 'i', type: 'box' }), ...firstPage }),
  'how many annotations match': (spy) => countAnnotationsMatching(spy, matching({ type: 'box' })),
  'how many annotations of some items match': (spy) =>
    countAnnotationsMatching(spy, matching({ itemId: { $in: ['i', 'j'] }, label: 'car' })),
  'annotations to be removed': (spy) =>
    listAnnotationsMatching(spy, { ...matching({ label: 'car' }), after: 'a', limit: 9 }),
  'items of a dataset by a filter': (spy) => searchItems(spy, { ...matching({}), ...firstPage }),
  'items of a dataset further in': (spy) =>
    searchItems(spy, { ...matching({ id: { $gt: 'a' }, name: 'x*' }), ...firstPage }),
  'items by their paths': (spy) => searchItems(spy, { ...matching({ filename: '/a/b' }), ...firstPage }),
  'items by their ids': (spy) => searchItems(spy, { ...matching({ id: { $in: ['a'] } }), ...firstPage }),
  'items of some tasks': (spy) =>
    searchItems(spy, { ...matching({ 'metadata.system.refs.id': { $in: ['i', 'j'] } }), ...firstPage }),
  'how many items match': (spy) => countItemsMatching(spy, { ...matching({ name: 'x' }), most: 9 }),
  'items to be changed': (spy) =>
    listItemsMatching(spy, { ...matching({ name: 'x' }), after: 'a', limit: 9 }),
  'items for work in parts': (spy) =>
    lookForItems(spy, { datasetIds: ['d'], filter: parseFilter({ name: 'x' }), after: 'a', limit: 9 }),
  'items of tasks for work in parts': (spy) =>
    lookForItems(spy, {
      datasetIds: ['0'.repeat(24)],
      filter: parseFilter({ 'metadata.system.refs.id': 't' }),
      after: 'a',
      limit: 9,
    }),
  'items and folders': (spy) => browseItems(spy, { ...matching({}), ...both, ...firstPage }),
  'items and folders further in': (spy) =>
    browseItems(spy, { ...matching({ id: { $gt: 'a' }, name: 'x*' }), ...both, ...firstPage }),
  'how many folders match': (spy) => countFoldersMatching(spy, { ...matching({ name: 'x' }), ...both }),
  'the next folder with items': (spy) =>
    nextFolderWithItems(spy, { datasetId: matching({}).datasetId, path: '/', after: null }),
  'whether a folder holds items': (spy) => hasItems(spy, matching({}).datasetId, '/a'),
  'items in a folder': (spy) =>
    listItemsIn(spy, { datasetId: matching({}).datasetId, folder: '/a', after: null, limit: 9 }),
  'folders of a dataset': (spy) => listNotedFolders(spy, matching({}).datasetId),
  'items that went through pipelines': (spy) => listFromPipe(spy, []),
  'issues of an annotation': (spy) => listIssuesOfAnnotation(spy, 'a'),
  'what undo takes back': (spy) => nextUndo(spy, 'i'),
  'what redo applies': (spy) => nextRedo(spy, 'i'),
  'issues of an item': (spy) => listIssues(spy, 'i'),
  'history of an item': (spy) => listItemEvents(spy, 'i', events),
  'history of a cycle': (spy) => listCycleEvents(spy, 1, events),
  'history of a node': (spy) => listNodeEvents(spy, 1, events),
  'history of a pipeline': (spy) => listPipelineEvents(spy, 'p', events),
  'a page of the history of a pipeline': (spy) => listPipelineLog(spy, 'p', { offset: 9, limit: 9 }),
  'how long the history of a pipeline is': (spy) => countPipelineLog(spy, 'p'),
  'a file of an archive': (spy) => hasEntry(spy, 'e', 'a/b.json'),
  'files in a folder of an archive': (spy) => hasEntriesIn(spy, 'e', 'a'),
  'files of an archive': (spy) => listEntries(spy, 'e', 9),
  'history of an execution': (spy) => listExecutionEvents(spy, 1),
  'the queue': (spy) => listQueued(spy, queue),
  'what people wait for': (spy) => listRush(spy, queue),
  'the next timer': (spy) => nextDue(spy),
  'what a dead engine had begun': (spy) => listStale(spy, 5),
  successors: (spy) => listCaused(spy, 1),
  'open work of a cycle': (spy) => listOpenOfCycle(spy, 1),
  'all work of a cycle': (spy) => listOfCycle(spy, 1),
  'the oldest execution that waits': (spy) => oldestSince(spy, 1, 'parked'),
  'failures of a node': (spy) => listFailures(spy, { node: 1, state: 'failed', above: 0, limit: 9 }),
  'executions of a cycle': (spy) => listExecutionsOfCycle(spy, 1, 10),
  'executions of an item': (spy) => listOfItem(spy, 'i', 9),
  'whether what comes before is done': (spy) => isUpstreamDone(spy, { cycle: 1, nodes: [1, 2], except: 3 }),
  'executions of a node': (spy) => listExecutions(spy, { ...executions, state: null }),
  'executions of a node in a state': (spy) => listExecutions(spy, { ...executions, state: 'failed' }),
  'executions of a node with a text': (spy) => listExecutions(spy, { ...executions, state: null, text: 'a' }),
  'how far a text is looked for': (spy) => windowEnd(spy, { ...executions, state: 'failed' }, 5),
  'the first execution since a time': (spy) => firstKeySince(spy, 5),
  'what is told of what runs': (spy) => listReported(spy, [1, 2]),
  'successes of a node': (spy) => listExecutions(spy, { ...executions, state: 'success' }),
  'values that wait': (spy) => listSlots(spy, slot, ''),
  'branches that wait': (spy) => listSlotBranches(spy, slot, '1.2'),
  'a list in parts': (spy) => listEmitted(spy, 1),
  'where values came from': (spy) => listMetSources(spy, 1),
  'where values of a cycle came from': (spy) => listMetOfCycle(spy, 1),
  'whether a cycle was begun again': (spy) => isBegunAgain(spy, { cycle: 1, key: 2 }),
  'counters of a pipeline': (spy) => readCounts(spy, 'p'),
  'what a node decided lately': (spy) => listActions(spy, { node: 1, after: 0, limit: 9 }),
  'what people decided lately': (spy) => listDecisions(spy, 't', 9),
  'nodes with work': (spy) => listQueuedNodes(spy),
  'work that waits at a node': (spy) => countQueued(spy, 1),
  'machine work left': (spy) => countMachineWork(spy),
  'commands under way': (spy) => listOpenCommands(spy),
  'how many commands are under way': (spy) => countOpenCommands(spy),
  'cycles of a pipeline': (spy) => listCycles(spy, { ...cycles, status: null }),
  'failed cycles of a pipeline': (spy) => listCycles(spy, { ...cycles, status: 'failed' }),
  'successful cycles of a pipeline': (spy) => listCycles(spy, { ...cycles, status: 'success' }),
  'cycles by a filter': (spy) => searchRunKeys(spy, ofCycles({ testMode: true }), runPage),
  'cycles further in': (spy) => searchRunKeys(spy, ofCycles({ id: { $gt: 'a'.repeat(24) } }), runPage),
  'cycles in some statuses': (spy) =>
    searchRunKeys(spy, ofCycles({ status: { $in: ['failed', 'pending'] } }), runPage),
  'how many cycles match': (spy) => countCycles(spy, ofCycles({ createdAt: { $gt: '2020' } })),
  'how many cycles there are': (spy) => countCycles(spy, ofCycles({})),
  'cycles with these keys': (spy) => listCyclesByKey(spy, [1, 2]),
  'executions by a filter': (spy) => searchRunKeys(spy, ofExecutions({ attempts: { $gt: 1 } }), runPage),
  'executions that failed': (spy) =>
    searchRunKeys(spy, ofExecutions({ 'latestStatus.status': 'failed' }), runPage),
  'executions of a cycle by a filter': (spy) =>
    searchRunKeys(spy, ofExecutions({ 'pipeline.executionId': cycleIdOf(1, 1) }), runPage),
  'how many executions match': (spy) => countRuns(spy, ofExecutions({ attempts: 1 })),
  'executions with these keys': (spy) => listExecutionsByKey(spy, [1, 2]),
  'open cycles on older versions': (spy) =>
    listOpenCycles(spy, { pipelineId: 'p', below: 2, after: 0, limit: 9 }),
  'cycles in order': (spy) => listCycleHeads(spy, { pipelineId: 'p', after: 0, limit: 9 }),
  'the first cycle': (spy) => firstCycleAt(spy, 'p', 0),
  'versions of a pipeline': (spy) => listVersions(spy, 'p'),
  'an item in a task': (spy) => findTaskItem(spy, 't', 'i'),
  'the task item of an execution': (spy) => findTaskItemOfExecution(spy, 1),
  'places of an item': (spy) => listTaskItemsOfItem(spy, 'i'),
  'places of an item for others': (spy) => listPlacesOfItem(spy, 'i'),
  'past statuses of an item': (spy) => listPastStatuses(spy, 'i'),
  'items of a task in a state': (spy) => listTaskItems(spy, 't', { state: 'open', after: 0, limit: 9 }),
  'the next item for a person': (spy) =>
    firstWaiting(spy, { taskId: 't' }, { state: 'open', priority: 2, afterSeq: 5 }),
  'the next item without annotations': (spy) => firstEmpty(spy, 't', 5),
  'the next raised item for a person': (spy) =>
    firstWaiting(spy, { taskId: 't' }, { state: 'open', priority: 3, afterSeq: 5 }),
  'the next item of one person': (spy) =>
    firstWaiting(spy, { assignmentId: 'a' }, { state: 'open', priority: 2, afterSeq: 5 }),
  'the next raised item of one person': (spy) =>
    firstWaiting(spy, { assignmentId: 'a' }, { state: 'open', priority: 3, afterSeq: 5 }),
  'what somebody may take': (spy) => listFreeOf(spy, 't', { priority: 2, limit: 5 }),
  'what may come to a queue in a cycle': (spy) => listUnsettled(spy, 5),
  'whether a cycle has much': (spy) => isLargeCycle(spy, 5),
  'what is stuck at a node of a cycle': (spy) => listStuckAt(spy, { cycle: 5, node: 3, limit: 10 }),
  'where an item was put instead': (spy) => listPut(spy, 5),
  'items of a task': (spy) => listTaskItems(spy, 't', { state: null, after: 0, limit: 9 }),
  'executions that wait for one decision': (spy) => listWaits(spy, 1),
  'the task of a node': (spy) => findTaskOfNodeKey(spy, 1),
  'items that nobody has': (spy) => listFree(spy, 't', { after: 0, limit: 9 }),
  'open items of a person': (spy) => listOpenOf(spy, assignmentId, { state: 'open', after: 0, limit: 9 }),
  'whether a person is done': (spy) => isComplete(spy, 'a'),
  'copies of an item': (spy) => listCopies(spy, 't', 'i'),
  'neighbours in a task': (spy) => neighbours(spy, 't', 5),
  'items that came in a pause': (spy) => listArrivals(spy, arrivals),
  'where an item is': (spy) => whereItemIs(spy, 'i'),
  'the last item': (spy) => lastItemRow(spy),
  'what a trigger knows': (spy) => findTriggerState(spy, 1),
  'triggers that are due': (spy) => listDueTriggers(spy, 1),
  'the next trigger by the clock': (spy) => nextTriggerDue(spy),
  'a watched file': (spy) => findFile(spy, 'f', 'p'),
  'files of a content': (spy) => listFilesWithHash(spy, 'h'),
  'an item of a content': (spy) => hasContent(spy, 'h'),
  'files of a folder, page by page': (spy) => listFilesAfter(spy, 'f', 'a', 100),
  'items of a content': (spy) => listItemPlaces(spy, 'h'),
  'whether a stored file is needed': (spy) => isKeptByHash(spy, 'h', 'originals/h'),
  'whether frames of a folder are needed': (spy) => hasFramesIn(spy, 'v', 'frames/v-n1-q2/'),
  'whether a step works on an item': (spy) => isWorkedOn(spy, 'i'),
  'files that items have, page by page': (spy) => listLocations(spy, 'i', 9),
  'places of a content': (spy) => listPlacesOf(spy, 'h'),
  'files without a hash, page by page': (spy) => listUnhashedFiles(spy, 'i', 9),
  'what is sent next': (spy) => listToSend(spy, 'r', 1, 9),
  'what is on its way': (spy) => listSent(spy, 'r', 1),
  'what waits of an item': (spy) => listPendingOf(spy, 'i'),
  'decisions that wait': (spy) => hasStandings(spy, 'i', 't'),
  'how much waits': (spy) => countOutbox(spy, 'r'),
  'what goes by itself': (spy) => listToGo(spy, 'r', 9),
  'how much of each kind goes': (spy) => countQueuedKinds(spy, 'r'),
  'what was not taken': (spy) => listParked(spy, 9),
  'what the remote is known to have': (spy) =>
    listIdsThere(spy, { remoteId: 'r', datasetId: 'd', after: '', to: null }),
  'conflicts of an item': (spy) => listConflicts(spy, { itemId: 'i', which: {}, after: '', limit: 9 }),
  'conflicts, page by page': (spy) => listConflicts(spy, { itemId: null, which: {}, after: '', limit: 9 }),
  'conflicts that are alike': (spy) => {
    const which = { kind: 'annotation', part: '/label', by: null } as const;
    listConflicts(spy, { itemId: null, which, after: '', limit: 9 });
  },
  'how many are alike': (spy) => groupConflicts(spy),
  'how many conflicts': (spy) => countConflicts(spy, { itemId: null, which: {} }),
  'conflicts that were decided': (spy) => listDecided(spy, { itemId: null, which: {}, limit: 9 }),
  'how many were decided': (spy) => countDecided(spy, { itemId: null, which: {} }),
  'what changed in a dataset': (spy) => listFed(spy, { datasetId: 'd', after: 5, limit: 9, room: 9 }),
  'what an id of a remote is here': (spy) => idHere(spy, 'r', 'item', 'x'),
  'the anchor of a mirrored task': (spy) => anchorOf(spy, 't'),
};

test.each(Object.keys(READS))('%s', (name) => {
  const read = READS[name];
  if (!read) throw new Error('every name has a read');
  expect(complaints(read)).toEqual([]);
});
