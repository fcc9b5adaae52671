/** What is asked about the items of a dataset by a filter, as clients write it. */
import { SluiceError } from '#core/errors.ts';
import { type Condition, EVERYTHING } from '#core/filters/ast.ts';
import { parseFilter } from '#core/filters/parse.ts';
import type { DatasetId } from '#core/model/ids.ts';
import type { ReadableDb } from './db/driver.ts';
import type { ItemOrder } from './db/queries/item-orders.ts';
import type { ItemSearch } from './db/queries/item-search.ts';
import { findDataset } from './db/queries/projects.ts';

/** @throws SluiceError `not-found`, `pipeline-invalid` for a filter that cannot be read. */
export function searchOf(
  db: ReadableDb,
  datasetId: DatasetId,
  filter: Readonly<Record<string, unknown>>,
): ItemSearch {
  if (!findDataset(db, datasetId)) {
    throw new SluiceError('not-found', `There is no dataset ${datasetId}.`, { datasetId });
  }
  return { datasetId, filter: parseFilter(filter) };
}

/** Whether every item of the dataset matches, whose number its counter knows: what clients send for everything. */
export function isEverything({ filter: { where, join } }: Pick<ItemSearch, 'filter'>): boolean {
  return join === null && isAlways(where);
}

/** True of every item that is not in the trash, as far as this can be told from the condition alone. */
function isAlways(condition: Condition): boolean {
  if (condition.kind !== 'field') return condition.kind === 'and' && condition.parts.every(isAlways);
  const [field] = condition.path;
  const always = field === 'type' ? 'file' : field === 'hidden' ? false : undefined;
  if (condition.path.length !== 1 || always === undefined) return false;
  return condition.tests.every((test) => test.op === '$eq' && test.value === always);
}

/** The condition without the id to go on after: the same on every page of a walk. */
export function withoutStart(condition: Condition): Condition {
  if (isStart(condition)) return EVERYTHING;
  if (condition.kind !== 'and') return condition;
  return { ...condition, parts: condition.parts.filter((part) => !isStart(part)).map(withoutStart) };
}

function isStart(condition: Condition): boolean {
  return (
    condition.kind === 'field' &&
    condition.path.join('.') === 'id' &&
    condition.tests.every(({ op }) => op === '$gt')
  );
}

/** Whether pages can go on after the id of their last thing. */
export function isById(orders: readonly ItemOrder[]): boolean {
  const [first] = orders;
  return first === undefined || (first.field === 'id' && !first.descending);
}
