/** Conflicts in words: what they are about, and what each side says. */
import { boundsOf } from '#core/geometry/outline.ts';
import { geometrySchema } from '#core/model/annotation.ts';
import { issueContentSchema, standingContentSchema } from '#core/model/exchange.ts';
import type { Conflict } from '#core/model/sync.ts';
import { readStanding } from '#core/sync/content.ts';
import { shown } from '../shown.ts';
import type { Side } from './sides.ts';

export type PartKind =
  | 'whole'
  | 'label'
  | 'shape'
  | 'keyframe'
  | 'attribute'
  | 'name'
  | 'folder'
  | 'trashed'
  | 'standing'
  | 'issue'
  | 'other';

const KEYFRAME = /\/snapshots_\/@(\d+)$/;

/** Which part of the thing it is about; a name where one part of its kind is not the only one. */
export function partOf({ kind, field }: Pick<Conflict, 'kind' | 'field'>): {
  readonly kind: PartKind;
  readonly name: string;
} {
  const [first = '', ...rest] = field.split('/').slice(1).map(unescaped);
  const name = rest.join(' › ');
  if (kind === 'standing' || kind === 'issue') return { kind, name };
  if (field === '') return { kind: 'whole', name };
  if (kind === 'item') {
    if (first === 'name' || first === 'folder' || first === 'trashed') return { kind: first, name };
    return { kind: 'other', name: name === '' ? first : name };
  }
  const frame = KEYFRAME.exec(field)?.[1];
  if (frame !== undefined) return { kind: 'keyframe', name: frame };
  if (first === 'label') return { kind: 'label', name };
  if (first === 'geometry') return { kind: 'shape', name };
  if (first === 'attributes') return { kind: 'attribute', name };
  return { kind: 'other', name: name === '' ? first : name };
}

function unescaped(key: string): string {
  return key.replaceAll('~2', '@').replaceAll('~1', '/').replaceAll('~0', '~');
}

/** What a side says, for words to be found for it. */
export type Said =
  | { readonly kind: 'nothing' | 'deleted' | 'kept' | 'waiting' | 'away' | 'gone' }
  /** Pixels. */
  | {
      readonly kind: 'shape';
      readonly width: number;
      readonly height: number;
      readonly left: number;
      readonly top: number;
    }
  | { readonly kind: 'text'; readonly text: string };

export function saidOf(conflict: Conflict, side: Side): Said {
  const value = conflict[side];
  if (conflict.kind === 'issue') {
    const text = issueContentSchema.safeParse(value).data?.text;
    return text === undefined ? { kind: 'deleted' } : { kind: 'text', text };
  }
  if (conflict.kind === 'standing') return standingOf(value);
  if (conflict.field === '') return { kind: value === undefined ? 'deleted' : 'kept' };
  const text = shown(value);
  return shapeOf(value) ?? (text === null ? { kind: 'nothing' } : { kind: 'text', text });
}

function standingOf(value: unknown): Said {
  const { data } = standingContentSchema.safeParse({ standing: value });
  if (!data) return { kind: 'nothing' };
  const { status } = readStanding(data);
  if (status !== null) return { kind: 'text', text: status };
  return { kind: data.standing === 'away' || data.standing === 'gone' ? data.standing : 'waiting' };
}

function shapeOf(value: unknown): Said | null {
  const { data } = geometrySchema.safeParse(value);
  const box = data ? boundsOf(data) : null;
  if (!box) return null;
  const { left, top, right, bottom } = box;
  return { kind: 'shape', width: right - left, height: bottom - top, left, top };
}
