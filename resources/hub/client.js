/** The way to the hub: logging in, and its calls. What it takes to get in is kept for this tab only, until it is closed. */
import { t } from './words.js';

const KEPT = 'sluice.token';

/** That nobody is logged in (any more): the page asks again. */
export class LoggedOut extends Error {}

export function isLoggedIn() {
  return sessionStorage.getItem(KEPT) !== null;
}

/**
 * @param {string} email
 * @param {string} password
 */
export async function logIn(email, password) {
  const body = { type: 'user_credentials', username: email, password };
  const answer = await send('POST', '/token?default', body);
  await enter(answer.id_token);
}

/**
 * Goes on with a token, where that is an owner's.
 * @param {string} token
 */
export async function enter(token) {
  sessionStorage.setItem(KEPT, token);
  try {
    const me = await send('GET', '/api/v1/users/me');
    if (me.role !== 'owner') {
      throw new Error(t('logIn.notOwner', { email: me.email, role: t(`role.${me.role}`) }));
    }
  } catch (error) {
    sessionStorage.removeItem(KEPT);
    throw error;
  }
}

/** Whose the token is, by what it says itself. */
export function whoAmI() {
  try {
    const [, claims = ''] = (sessionStorage.getItem(KEPT) ?? '').split('.');
    const read = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')));
    return { email: String(read.email), tokenId: String(read.jti), isLogin: read.isLogin === true };
  } catch {
    return { email: '', tokenId: '', isLogin: false };
  }
}

/** A log-in ends at the hub as well; a token that somebody brought stays good. */
export async function logOut() {
  const { tokenId, isLogin } = whoAmI();
  if (isLogin) await call('api.revokeToken', { id: tokenId }).catch(() => null);
  sessionStorage.removeItem(KEPT);
}

/**
 * A call of the contract.
 * @param {string} name
 * @param {object} [input]
 * @returns {Promise<any>}
 */
export async function call(name, input = {}) {
  const { value } = await send('POST', `/call/${name}`, input);
  return value;
}

export async function version() {
  const { value } = await send('GET', '/health');
  return value.version;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function send(method, path, body) {
  const token = sessionStorage.getItem(KEPT);
  const response = await fetch(path, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch(() => {
    throw new Error(t('offline'));
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const message = answer.error?.message ?? answer.message ?? response.statusText;
  if (response.status === 401 && token) {
    sessionStorage.removeItem(KEPT);
    throw new LoggedOut(message);
  }
  throw new Error(message);
}
