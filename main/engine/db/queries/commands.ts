/** Commands: work in parts that goes on after a stop. */
import type { Command, CommandStatus, CommandType } from '#core/model/command.ts';
import type { CommandId, PipelineId } from '#core/model/ids.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

type Row = Omit<Command, 'reply'> & { readonly spec: string; readonly cursor: string };

/** A command with what it is to do and how far it has come. */
export type StoredCommand = Command & {
  readonly spec: Readonly<Record<string, unknown>>;
  readonly cursor: string;
};

const SELECT = `SELECT id, type, status, pipeline_id AS pipelineId, spec, cursor, done, total, error, creator,
  created_at AS createdAt, updated_at AS updatedAt FROM command`;

/** The reply is kept beside what is to be done. */
function toCommand(row: Row): StoredCommand {
  const { reply = {}, ...spec } = JSON.parse(row.spec);
  return { ...row, spec, reply };
}

export function findCommand(db: ReadableDb, id: string): StoredCommand | null {
  const row = db.get<Row>(`${SELECT} WHERE id = :id`, { id });
  return row ? toCommand(row) : null;
}

/** What is under way; while a pipeline is paused nothing starts in it, only ends. */
const UNDER_WAY = `status = 'in-progress' AND (pipeline_id IS NULL OR type IN ('terminate', 'empty-task')
  OR pipeline_id IN (SELECT id FROM pipeline WHERE pipeline.status = 'Installed'))`;

/** What is under way: a handful. */
export function listOpenCommands(db: ReadableDb): StoredCommand[] {
  return db.all<Row>(`${SELECT} WHERE ${UNDER_WAY}`).map(toCommand);
}

export function countOpenCommands(db: ReadableDb): number {
  const sql = `SELECT count(*) AS count FROM command WHERE ${UNDER_WAY}`;
  return db.get<{ count: number }>(sql)?.count ?? 0;
}

/** Gives up what is under way or waits for a pipeline. */
export function abortCommands(db: WritableDb, pipelineId: string, at: number): void {
  db.run(
    `UPDATE command SET status = 'aborted', updated_at = :at WHERE status = 'in-progress' AND pipeline_id = :pipelineId`,
    { pipelineId, at },
  );
}

export type NewCommand = {
  readonly id: CommandId;
  readonly type: CommandType;
  readonly pipelineId: PipelineId | null;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly reply?: Readonly<Record<string, unknown>> | undefined;
  /** `success`: it is done with what asked for it. */
  readonly status?: CommandStatus;
  readonly total: number;
  readonly creator: string;
  readonly at: number;
};

export function insertCommand(db: WritableDb, command: NewCommand): void {
  const { spec, reply = {}, status = 'in-progress', ...row } = command;
  db.run(
    `INSERT INTO command (id, type, status, pipeline_id, spec, total, creator, created_at, updated_at)
     VALUES (:id, :type, :status, :pipelineId, :spec, :total, :creator, :at, :at)`,
    { ...row, status, spec: JSON.stringify({ ...spec, reply }) },
  );
}

export function advanceCommand(
  db: WritableDb,
  id: string,
  part: { cursor: string; done: number; at: number },
): void {
  db.run(
    `UPDATE command SET cursor = :cursor, done = done + :done, total = max(total, done + :done), updated_at = :at
     WHERE id = :id`,
    { id, ...part },
  );
}

/** @param end.isLooking it was not known before how many things there are: those that were done. */
export function endCommand(
  db: WritableDb,
  id: string,
  {
    isLooking = false,
    ...end
  }: {
    readonly status: CommandStatus;
    readonly error: string | null;
    readonly at: number;
    readonly isLooking?: boolean;
  },
): void {
  const total = isLooking ? ', total = done' : '';
  const sql = `UPDATE command SET status = :status, error = :error, updated_at = :at${total} WHERE id = :id`;
  db.run(sql, { id, ...end });
}
