/** What triggers know between events. */
import type { ReadableDb, WritableDb } from '../driver.ts';

export type TriggerPlace = { readonly pipelineId: string; readonly nodeId: string };

export type TriggerState = {
  readonly active: boolean;
  /** Items with this id or a lower one were there before it listened. */
  readonly since: string;
  /** Whether the items that were there at the first install were run. */
  readonly loaded: boolean;
  /** Milliseconds since 1970, of the last time a timed one fired. */
  readonly firedAt: number | null;
};

type Row = { active: number; since: string; loaded: number; fired_at: number | null };

export function findTriggerState(db: ReadableDb, place: TriggerPlace): TriggerState | null {
  const sql = `SELECT active, since, loaded, fired_at FROM trigger_state
    WHERE pipeline_id = :pipelineId AND node_id = :nodeId`;
  const row = db.get<Row>(sql, { ...place });
  if (!row) return null;
  return { active: row.active === 1, since: row.since, loaded: row.loaded === 1, firedAt: row.fired_at };
}

export function saveTriggerState(db: WritableDb, place: TriggerPlace, state: TriggerState): void {
  db.run(
    `INSERT INTO trigger_state VALUES (:pipelineId, :nodeId, :active, :since, :loaded, :firedAt)
     ON CONFLICT DO UPDATE SET active = excluded.active, since = excluded.since, loaded = excluded.loaded,
       fired_at = excluded.fired_at`,
    {
      ...place,
      active: state.active ? 1 : 0,
      since: state.since,
      loaded: state.loaded ? 1 : 0,
      firedAt: state.firedAt,
    },
  );
}

/** False when the entity has fired this trigger before. */
export function markFired(db: WritableDb, place: TriggerPlace, entity: string): boolean {
  const sql = `INSERT INTO trigger_once VALUES (:pipelineId, :nodeId, :entity) ON CONFLICT DO NOTHING`;
  return db.run(sql, { ...place, entity }) > 0;
}
