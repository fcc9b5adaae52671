/** Labels and attributes as scripts write them (reference section 1.6). */
import { isRecord } from './diff.ts';
import type { Json } from './transport.ts';

/** A name, or more about it. `a.b` is `b` below `a`. */
export type NewLabel =
  | string
  | {
      readonly tag: string;
      /** `#rrggbb` */
      readonly color?: string;
      readonly displayLabel?: string;
      /** Keys of attributes. */
      readonly attributes?: readonly string[];
    };

export type NewAttribute = {
  readonly key: string;
  /** Default: its key. */
  readonly title?: string;
  /** `*`, or the labels that have it. */
  readonly scope?: readonly string[];
  readonly optional?: boolean;
} & (
  | { readonly type: 'options'; readonly values: readonly string[]; readonly multi?: boolean }
  | {
      readonly type: 'range';
      readonly range: { readonly min: number; readonly max: number; readonly step?: number };
    }
  | { readonly type: 'boolean' | 'freeText' }
);

/** For calls that add to a tree by paths. */
export function labelNode(label: NewLabel): Json {
  if (typeof label === 'string') return { tag: label };
  const { tag, color, displayLabel, attributes } = label;
  return {
    tag,
    ...(color === undefined ? {} : { color }),
    ...(displayLabel === undefined ? {} : { displayLabel }),
    ...(attributes === undefined ? {} : { attributes }),
  };
}

export function attributeJson({ title, scope, ...rest }: NewAttribute): Json {
  return { title: title ?? rest.key, scope: scope ?? ['*'], ...rest };
}

/** The dot paths of all labels of a tree. */
export function pathsOf(roots: readonly unknown[], above = ''): string[] {
  return roots.flatMap((node) => {
    if (!isRecord(node) || !isRecord(node['value'])) return [];
    const path = above + String(node['value']['tag']);
    const children = Array.isArray(node['children']) ? node['children'] : [];
    return [path, ...pathsOf(children, `${path}.`)];
  });
}
