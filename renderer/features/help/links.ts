/** Where the links of help pages lead. */

export type LinkTarget =
  | { readonly to: 'page'; readonly page: string; readonly anchor: string | null }
  | { readonly to: 'anchor'; readonly anchor: string }
  /** Outside of the app: shown, not followed. */
  | { readonly to: 'outside'; readonly address: string };

/** "labelling.md#keys" → the page `labelling` at `keys`; "#keys" → a place on this page. */
export function linkTarget(href: string): LinkTarget {
  if (href.startsWith('#')) return { to: 'anchor', anchor: href.slice(1) };
  const page = /^(?:\.\/)?([a-z][a-z0-9-]{0,40})\.md(?:#(.*))?$/.exec(href);
  if (page?.[1]) return { to: 'page', page: page[1], anchor: page[2] ?? null };
  return { to: 'outside', address: href };
}

/** The name by which a heading is linked: "Keys & mouse" → "keys-mouse". */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');
}
