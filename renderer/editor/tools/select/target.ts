/** What the pointer of the select tool is over. */
import type { Point } from '#core/model/common.ts';
import type { Cursor } from '../../cursor.ts';
import type { ToolContext } from '../context.ts';
import type { Target } from './states.ts';

/** Handles first; then a selected shape, so that it can be dragged from below others; then the smallest. */
export function targetAt(point: Point, context: ToolContext): Target {
  const hit = context.handleAt(point);
  if (hit) return { type: 'handle', hit };
  const handle = context.groupHandleAt(point);
  if (handle) return { type: 'group', handle };
  const hits = context.hits(point);
  const { ids } = context.state().selection;
  const id = hits.find((each) => ids.includes(each)) ?? hits[0];
  return id ? { type: 'shape', id } : { type: 'nothing' };
}

/** The cursor of a handle; null when the pointer is over none. */
export function handleCursor(over: Target): Cursor | null {
  if (over.type === 'handle') return over.hit.handle.cursor;
  return over.type === 'group' ? over.handle.cursor : null;
}
