/** Lists that come in pages, read to their end. */
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

/** Every element of all pages, in order; the next page is asked for when it is needed. */
export async function* everyPage<T>(read: (after: string | null) => Promise<Page<T>>): AsyncGenerator<T> {
  for (let after: string | null = null; ; ) {
    const page: Page<T> = await read(after);
    yield* page.items;
    if (page.next === null) return;
    after = page.next;
  }
}
