/** What the page says, and how it writes times and amounts. */

/** @typedef {{ readonly [key: string]: string | Words }} Words */

/** @type {Words} */
let words = {};

export async function loadWords() {
  words = await (await fetch('/admin/words.json')).json();
}

/**
 * @param {string} key with dots
 * @param {Readonly<Record<string, string | number>>} [values] what stands in place of `{{name}}`
 * @returns {string}
 */
export function t(key, values = {}) {
  /** @type {string | Words | undefined} */
  let found = words;
  for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined;
  if (typeof found !== 'string') return key;
  return found.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name] ?? ''));
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @param {number} at milliseconds since 1970 */
export function ago(at) {
  const past = Date.now() - at;
  if (past < 2 * MINUTE) return t('ago.now');
  if (past < 2 * HOUR) return t('ago.minutes', { count: Math.floor(past / MINUTE) });
  if (past < 2 * DAY) return t('ago.hours', { count: Math.floor(past / HOUR) });
  return t('ago.days', { count: Math.floor(past / DAY) });
}

/** @param {number} at milliseconds since 1970 */
export function ahead(at) {
  const left = at - Date.now();
  if (left < MINUTE) return t('ago.soon');
  if (left < 2 * HOUR) return t('ago.inMinutes', { count: Math.ceil(left / MINUTE) });
  if (left < 2 * DAY) return t('ago.inHours', { count: Math.round(left / HOUR) });
  return t('ago.inDays', { count: Math.round(left / DAY) });
}

/** @param {number | string} at */
export function dateAndTime(at) {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** @param {number} value */
export function amount(value) {
  return value.toLocaleString();
}

/** @param {number} bytes */
export function size(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let [value, at] = [bytes, 0];
  while (value >= 1000 && at < units.length - 1) [value, at] = [value / 1000, at + 1];
  return `${value < 10 && at > 0 ? value.toFixed(1) : Math.round(value)} ${units[at]}`;
}
