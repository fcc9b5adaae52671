/** How one of several is asked for: by its id, or by its name. */
import { NotFound } from './errors.ts';
import type { PagedList } from './paging.ts';

/** `{ id: '…' }` or `{ name: 'Cars' }`. */
export type Named = { readonly id: string } | { readonly name: string };

/** The first of a list. @throws NotFound naming what was looked for. */
export async function firstOf<T>(list: PagedList<T>, kind: string, name: string): Promise<T> {
  const found = await list.first();
  if (found !== null) return found;
  throw new NotFound(`There is no ${kind} "${name}".`, { status: 404, request: `a list of ${kind}s` });
}

export function pathOf(...parts: readonly string[]): string {
  return parts.map((part) => `/${encodeURIComponent(part)}`).join('');
}
