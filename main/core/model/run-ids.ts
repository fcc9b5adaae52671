/**
 * Cycles and executions are rows with integer keys; outside they have ids like everything else: 24 lower-case hex
 * characters that sort by creation. Twelve are the milliseconds of creation, one is the kind, eleven are the key.
 */
import { SluiceError } from '../errors.ts';
import { type CycleId, cycleIdSchema, type ExecutionId, executionIdSchema } from './ids.ts';

const KIND = { cycle: 'c', execution: 'e' } as const;

function idOf(kind: string, key: number, createdAt: number): string {
  return createdAt.toString(16).padStart(12, '0') + kind + key.toString(16).padStart(11, '0');
}

export function cycleIdOf(key: number, createdAt: number): CycleId {
  return cycleIdSchema.parse(idOf(KIND.cycle, key, createdAt));
}

export function executionIdOf(key: number, createdAt: number): ExecutionId {
  return executionIdSchema.parse(idOf(KIND.execution, key, createdAt));
}

/** The parts of such an id; the row may still be another's: compare its time of creation. */
export type RunIdParts = { readonly key: number; readonly createdAt: number };

function partsOf(kind: keyof typeof KIND, id: string): RunIdParts | null {
  if (!/^[0-9a-f]{24}$/.test(id) || id[12] !== KIND[kind]) return null;
  return { key: Number.parseInt(id.slice(13), 16), createdAt: Number.parseInt(id.slice(0, 12), 16) };
}

/** Null for the id of anything else. */
export function cycleParts(id: string): RunIdParts | null {
  return partsOf('cycle', id);
}

/** Null for the id of anything else. */
export function executionParts(id: string): RunIdParts | null {
  return partsOf('execution', id);
}

/** @throws SluiceError `not-found`, which is what an id of another kind means to who asks. */
export function requireParts(parts: RunIdParts | null, what: string, id: string): RunIdParts {
  if (parts) return parts;
  throw new SluiceError('not-found', `This ${what} is not there.`, { id });
}
