/** What must hold in a workspace's database at any instant, however its engine ended. */
import type { ReadableDb } from '#engine/db/driver.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { breaches, type Rule, told } from './rules.ts';

/** Everything that is wrong, in words; empty when all is well. */
export function findBreaches(db: ReadableDb): string[] {
  const integrity = db
    .all<{ integrity_check: string }>('PRAGMA integrity_check')
    .map((row) => row.integrity_check);
  return [
    ...(integrity.join() === 'ok' ? [] : integrity),
    ...told('a row leads nowhere', db.all('PRAGMA foreign_key_check')),
    ...told('a counter disagrees with its rows', wrongCounters(db)),
    ...breaches(db, RULES),
  ];
}

const LOG = `(SELECT seq FROM event UNION ALL SELECT logged FROM execution WHERE logged IS NOT NULL)`;
const WAITING = `('open', 'rework', 'review')`;

const RULES: readonly Rule[] = [
  {
    broken: 'a cycle is lost: it has not ended, and nothing of it is open (or the other way round)',
    sql: `SELECT key, status, open FROM cycle WHERE (open = 0) <> (status IN ('success', 'failed', 'terminated'))`,
  },
  {
    broken: 'a cycle ended otherwise than its steps',
    sql: `SELECT key, status, failed FROM cycle WHERE (status = 'success' AND failed > 0) OR (status = 'failed' AND failed = 0)`,
  },
  {
    // What is sent on a part at a time has a cursor and is not done before the last part.
    broken: 'a step stands whose cause does not',
    sql: `SELECT child.key, child.state, parent.key AS parent, parent.state AS cause FROM execution AS child
      JOIN execution AS parent ON parent.key = child.parent
      WHERE child.state <> 'terminated' AND parent.state <> 'success' AND parent.cursor = 0`,
  },
  {
    broken: 'an item went twice down a connection',
    sql: `SELECT cycle, item_id, connection, branch, count(*) AS times FROM execution
      WHERE connection IS NOT NULL AND state <> 'terminated' GROUP BY 1, 2, 3, 4 HAVING count(*) > 1`,
  },
  {
    broken: 'a cycle began twice',
    sql: `SELECT cycle, count(*) AS times FROM execution WHERE parent IS NULL AND state <> 'terminated'
      GROUP BY 1 HAVING count(*) > 1`,
  },
  {
    broken: 'a step waits for a person, and no task shows it',
    sql: `SELECT key, item_id FROM execution WHERE state = 'parked' AND NOT EXISTS (
      SELECT 1 FROM task_item WHERE task_item.execution = execution.key AND task_item.state IN ${WAITING})`,
  },
  {
    broken: 'a task shows an item that does not wait there',
    sql: `SELECT seq, execution, execution.state FROM task_item JOIN execution ON execution.key = execution
      WHERE task_item.state IN ${WAITING} AND execution.state <> 'parked'`,
  },
  {
    broken: 'a decision is in a task, and its step has not ended with it',
    sql: `SELECT seq, execution, status, execution.state, action FROM task_item JOIN execution ON execution.key = execution
      WHERE task_item.state = 'done' AND (execution.state <> 'success' OR action <> status)`,
  },
  {
    broken: 'a value waits at a node for others, and where it came from was taken back',
    sql: `SELECT slot.cycle, slot.node, port, execution, execution.state FROM slot JOIN execution ON execution.key = execution
      WHERE execution.state NOT IN ('success', 'queued', 'running')`,
  },
  {
    broken: 'a step succeeded, and the log does not say why',
    sql: `SELECT key, node FROM execution WHERE state = 'success' AND logged IS NULL AND NOT EXISTS (
      SELECT 1 FROM event WHERE event.execution = execution.key AND kind IN ('done', 'decided'))`,
  },
  {
    broken: 'two entries of the log have one place',
    sql: `SELECT seq, count(*) AS times FROM ${LOG} GROUP BY 1 HAVING count(*) > 1`,
  },
  {
    broken: 'the log has given out fewer places than are taken',
    sql: `SELECT log.seq AS given, (SELECT max(seq) FROM ${LOG}) AS taken FROM log WHERE given < taken`,
  },
];
