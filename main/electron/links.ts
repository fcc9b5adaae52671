/** Places on the web that help pages and messages point to. They open in the person's browser, never in the window. */
const HOSTS: ReadonlySet<string> = new Set([
  'ffmpeg.org',
  'developers.dataloop.ai',
  'docs.dataloop.ai',
  'sdk-docs.dataloop.ai',
  'www.apache.org',
]);

/** True for an address on one of these places, by https and without anything unusual in it. */
export function isKnownLink(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === 'https:' && url.username === '' && url.port === '' && HOSTS.has(url.host);
  } catch {
    return false;
  }
}
