/** Where everything has to be in the end: each item in the one dataset of its fate, once, as people and the log know it. */
import { existsSync } from 'node:fs';
import type { ReadableDb } from '#engine/db/driver.ts';
import { itemPath, type WorkspaceFiles } from '#engine/files.ts';
import { told } from '../checks/rules.ts';
import type { Book } from './book.ts';
import { FAULT_TEXT, SHARES } from './graph.ts';
import type { Ground } from './ground.ts';
import { fateOf } from './run-state.ts';

export type Ended = {
  readonly db: ReadableDb;
  readonly files: WorkspaceFiles;
  readonly ground: Ground;
  readonly book: Book;
  readonly seed: string;
  /** How many came. */
  readonly items: number;
};

/** Everything that is not as it should be, in words. */
export function findWrongEnds(ended: Ended): string[] {
  return [
    ...arrivals(ended),
    ...places(ended),
    ...confirmed(ended),
    ...shares(ended),
    ...missingFiles(ended),
    ...setAside(ended),
    ...failures(ended),
  ];
}

function arrivals({ db, ground, items }: Ended): string[] {
  const came = db.all<{ id: string; cycles: number }>(
    `SELECT item.id, count(cycle.key) AS cycles FROM item LEFT JOIN cycle ON cycle.item_id = item.id
     WHERE dataset_id = :inbox AND trashed = 0 GROUP BY 1`,
    { inbox: ground.inbox },
  );
  return [
    ...told(
      'an item has not exactly one cycle',
      came.filter(({ cycles }) => cycles !== 1),
    ),
    ...(came.length === items ? [] : [`${came.length} items have arrived, not ${items}`]),
  ];
}

function places({ db, ground, seed }: Ended): string[] {
  const items = db.all<{ name: string; ends: string | null }>(
    `SELECT item.name, group_concat(clone.dataset_id) AS ends FROM item
     LEFT JOIN item AS clone ON clone.source_item_id = item.id AND clone.trashed = 0
     WHERE item.dataset_id = :inbox GROUP BY item.id`,
    { inbox: ground.inbox },
  );
  const cases = items.flatMap(({ name, ends }) => {
    const { label, qa } = fateOf(seed, name);
    const end = label === 'completed' && qa === 'approved' ? 'approved' : 'discarded';
    if (ends === ground.ends[end]) return [];
    const found = (ends ?? '')
      .split(',')
      .map((id) => (id === ground.ends.approved ? 'approved' : id && 'discarded'));
    return [{ name, fate: end, found }];
  });
  return told('an item is not in the one place of its fate', cases);
}

/** What the engine has confirmed is in the log, and nothing else that people do. */
function confirmed({ db, book }: Ended): string[] {
  const logged = db.all<{ deed: string; times: number }>(
    `SELECT kind || ' ' || node.node_id || ' ' || execution.item_id AS deed, count(*) AS times FROM event
     JOIN execution ON execution.key = execution JOIN node ON node.key = node
     WHERE kind IN ('undecided', 'issue-opened') OR (kind = 'decided' AND text NOT LIKE 'Came back to%')
     GROUP BY 1`,
  );
  const differences = new Map(book.confirmed);
  for (const { deed, times } of logged) differences.set(deed, (differences.get(deed) ?? 0) - times);
  const cases = [...differences].filter(([, difference]) => difference !== 0);
  return told('what was confirmed is not what the log has (confirmed minus logged)', cases);
}

/** The first split is exact: each prefix of its draws is within one item of the shares. */
function shares({ db, ground }: Ended): string[] {
  const draws = db.all<{ action: string }>(
    `SELECT action, coalesce(logged, event.seq) AS seq FROM execution JOIN node ON node.key = node
     LEFT JOIN event ON event.execution = execution.key AND kind = 'done'
     WHERE node.node_id = 'share' AND coalesce(logged, event.seq) IS NOT NULL ORDER BY 2`,
  );
  const total = SHARES.reduce((sum, group) => sum + group.distribution, 0);
  const counts = new Map<string, number>();
  const cases: unknown[] = [];
  for (const [at, { action }] of draws.entries()) {
    counts.set(action, (counts.get(action) ?? 0) + 1);
    for (const { name, distribution } of SHARES) {
      const owed = ((at + 1) * distribution) / total;
      const has = counts.get(name) ?? 0;
      if (Math.abs(has - owed) > 1) cases.push({ draw: at + 1, group: name, owed, has });
    }
  }
  const kept = db.all<{ name: string; count: number }>(
    `SELECT name, count FROM split_count WHERE pipeline_id = :pipelineId AND node_id = 'share'`,
    { pipelineId: ground.pipelineId },
  );
  const wrong = kept.filter(({ name, count }) => counts.get(name) !== count);
  return [
    ...told('a split has left its shares', cases),
    ...told('the counter of a split disagrees with the log', wrong),
  ];
}

function missingFiles({ db, files }: Ended): string[] {
  const items = db.all<{ id: string; storage: 'stored' | 'linked'; location: string }>(
    'SELECT id, storage, location FROM item WHERE trashed = 0',
  );
  const missing = items.filter(({ storage, location }) => !existsSync(itemPath(files, storage, location)));
  return told('a file is not there', missing);
}

/** Only what died with three engines may ever have been set aside. */
function setAside({ db, book }: Ended): string[] {
  const dead = db.all<{ execution: number; text: string }>(
    `SELECT execution, text FROM event WHERE kind = 'dead' ORDER BY seq`,
  );
  book.count('set aside after three kills', dead.length);
  const died = db.get<{ times: number }>('SELECT count(*) AS times FROM engine_run WHERE ended_at IS NULL');
  const unexplained = dead.filter(
    ({ text }) => !/ended unexpectedly 3 times/.test(text) || (died?.times ?? 0) < 3,
  );
  return told('an execution was set aside without three kills', unexplained);
}

/** Only what was made to fail may ever have failed: the snippet by its variable, the webhook by who it told. */
function failures({ db, book }: Ended): string[] {
  const failed = db.all<{ execution: number; node: string; text: string }>(
    `SELECT execution, node.node_id AS node, text FROM event JOIN execution ON execution.key = execution
     JOIN node ON node.key = node WHERE kind = 'failed' ORDER BY seq`,
  );
  book.count('failures', failed.length);
  const strange = failed.filter(
    ({ node, text }) =>
      !text.includes(node === 'hook' ? '127.0.0.1' : node === 'snippet' ? FAULT_TEXT : '\0'),
  );
  return told('an execution failed that had no reason to', strange);
}
