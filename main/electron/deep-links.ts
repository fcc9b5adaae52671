/** Addresses `sluice://KIND/ID`, by which other programs open a place in the app. Anybody can write one: only the exact form counts. */

const KINDS = ['projects', 'pipelines', 'tasks', 'datasets', 'items'];
const LINK = new RegExp(`^sluice://(${KINDS.join('|')})/([0-9a-f]{24})/?$`);

export const LINK_SCHEME = 'sluice';

/** The address in the window, after the hash, that a link stands for; null when it is none of ours. */
export function readDeepLink(link: string): string | null {
  const [, kind, id] = LINK.exec(link) ?? [];
  return kind && id ? `/open/${kind}/${id}` : null;
}

/** The link that the system has put among the arguments of a start; null without one. */
export function linkArgument(args: readonly string[]): string | null {
  for (const arg of args) {
    const place = readDeepLink(arg);
    if (place !== null) return place;
  }
  return null;
}
