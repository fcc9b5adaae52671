/** Conflicts in words. */
import type { Conflict } from '#core/model/sync.ts';

const LONGEST = 120;

/** Which part of the thing it is about; a name where one part of its kind is not the only one. */
export function partOf({ kind, field }: Conflict): {
  readonly kind:
    | 'whole'
    | 'label'
    | 'shape'
    | 'attribute'
    | 'name'
    | 'folder'
    | 'trashed'
    | 'standing'
    | 'issue'
    | 'other';
  readonly name: string;
} {
  const [first = '', ...rest] = field.split('/').slice(1).map(unescaped);
  const name = rest.join(' › ');
  if (kind === 'standing' || kind === 'issue') return { kind, name };
  if (field === '') return { kind: 'whole', name };
  if (kind === 'item') {
    if (first === 'name' || first === 'folder' || first === 'trashed') return { kind: first, name };
    return { kind: 'other', name };
  }
  if (first === 'label') return { kind: 'label', name };
  if (first === 'geometry') return { kind: 'shape', name };
  if (first === 'attributes') return { kind: 'attribute', name };
  return { kind: 'other', name: name === '' ? first : name };
}

function unescaped(key: string): string {
  return key.replaceAll('~2', '@').replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A value as one line of text; null: there is none. */
export function shown(value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value.replace(/:$/, '') : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
