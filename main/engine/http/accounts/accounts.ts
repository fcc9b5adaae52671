/** Who may use the API of this installation: tokens, people with accounts, and what the one is worth by the other. */
import { join } from 'node:path';
import {
  mayAct,
  type Role,
  type Sighting,
  sightingSchema,
  type Workstation,
  workstationSchema,
} from '#core/model/api.ts';
import type { Ports } from '#core/ports.ts';
import { HttpError } from '../errors.ts';
import { type Claimed, type Identity, openTokens, type TokenPair, type TokenStore } from '../tokens.ts';
import { type Notes, openNotes } from './notes.ts';
import { isPassword } from './passwords.ts';
import { createTries } from './tries.ts';
import { openUsers, type UserStore, userKey } from './users.ts';

export type Accounts = {
  readonly tokens: TokenStore;
  readonly users: UserStore;
  /** Who the token says it is, with what that one may do now; noted as seen. @throws HttpError 401 */
  identify(token: string, from: string): Promise<Identity>;
  /** Tokens for an address and its password. @throws HttpError 401; 429 after many wrong tries */
  logIn(email: string, password: string, from: string): Promise<TokenPair>;
  /** New tokens for a refresh token. @throws HttpError 401 */
  refresh(token: string): Promise<TokenPair>;
  /** What keeps in step with a workspace here, by the ids of their tokens. */
  readonly stations: Pick<Notes<Workstation>, 'list'>;
  /** Notes that a workstation was heard of, and what has come from it. */
  hear(who: Identity, from: string, came: Pick<Workstation, 'received' | 'clashes'>): void;
  /** Of a token, or of a person. */
  seen(of: { readonly token: string } | { readonly email: string }): Sighting | null;
  /** Answers whether there was such a token. */
  revoke(id: string): boolean;
};

/** A log-in is renewed for as long as it is used: see `tokens.ts`. */
const LOGIN_SECONDS = 7 * 86_400;
/** Log-ins of one person; scripts may log in at each start. */
const LOGINS_KEPT = 50;

/** Wrong tries that cost nothing: from one computer, and for one person from all of them. */
const FREE_TRIES = { here: 5, everywhere: 50 } as const;

/** @param folder made when it is not there; for nobody else to read. */
export function openAccounts(folder: string, ports: Pick<Ports, 'clock' | 'ids'>): Accounts {
  const tokens = openTokens(folder, ports);
  const users = openUsers(join(folder, 'users'));
  const seen = openNotes(join(folder, 'seen'), sightingSchema, ports.clock);
  const stations = openNotes(join(folder, 'stations'), workstationSchema, ports.clock);
  const tries = createTries(ports.clock);

  function presentRole({ email, role, isLogin }: Claimed): Role {
    const user = users.find(email);
    if (user?.isDisabled) throw disabled(email);
    if (isLogin && !user) throw new HttpError(401, `There is no account of ${email} any more.`);
    if (!user) return role;
    return isLogin || mayAct(role, user.role) ? user.role : role;
  }

  function dropOldLogins(email: string): void {
    const logins = tokens.list().filter((token) => token.isLogin && token.email === email);
    const lastUsed = (id: string, made: number) => seen.find(id)?.at ?? made;
    const byUse = logins.toSorted((a, b) => lastUsed(a.id, a.createdAt) - lastUsed(b.id, b.createdAt));
    for (const { id } of byUse.slice(0, Math.max(0, logins.length - LOGINS_KEPT))) revoke(id);
  }

  function revoke(id: string): boolean {
    const was = tokens.revoke(id);
    if (was) for (const notes of [seen, stations]) notes.forget(id);
    return was;
  }

  return {
    tokens,
    users,
    async identify(token, from) {
      const claimed = await tokens.verify(token);
      const { id, email } = claimed;
      const role = presentRole(claimed);
      const sighting = () => ({ at: ports.clock.now(), from });
      seen.change(id, sighting);
      seen.change(userKey(email), sighting);
      return { id, email, role };
    },
    async logIn(typed, password, from) {
      const key = userKey(typed);
      const names = [
        { name: `${key} ${from}`, free: FREE_TRIES.here },
        { name: key, free: FREE_TRIES.everywhere },
      ];
      tries.begin(names);
      const user = users.find(typed);
      if (!(await isPassword(password, user?.password ?? null)) || !user) {
        throw new HttpError(
          401,
          'The address or the password is wrong. An owner of the hub can set another one.',
        );
      }
      tries.right(names);
      if (user.isDisabled) throw disabled(user.email);
      const { email, role } = user;
      const made = await tokens.create({ email, role, seconds: LOGIN_SECONDS, isLogin: true });
      dropOldLogins(email);
      return made;
    },
    async refresh(token) {
      presentRole(await tokens.verifyRefresh(token));
      return await tokens.refresh(token);
    },
    stations,
    hear({ id, email }, from, { received, clashes }) {
      stations.change(id, (before) => ({
        ...{ email, from, at: ports.clock.now() },
        received: (before?.received ?? 0) + received,
        clashes: (before?.clashes ?? 0) + clashes,
      }));
    },
    seen: (of) => seen.find('token' in of ? of.token : userKey(of.email)),
    revoke,
  };
}

function disabled(email: string): HttpError {
  return new HttpError(401, `The account of ${email} is switched off. Ask an owner of the hub.`);
}
