/** What owners do with accounts and tokens: the calls of the contract. */
import type { CallNameAt, Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { ApiToken, User } from '#core/model/api.ts';
import type { Clock } from '#core/ports.ts';
import { actingPerson } from '../../actor.ts';
import type { Accounts } from './accounts.ts';
import { keepPassword } from './passwords.ts';
import { type KeptUser, userKey } from './users.ts';

type AccountCalls =
  | Extract<CallNameAt<'host'>, `users.${string}`>
  | 'api.createToken'
  | 'api.tokens'
  | 'api.revokeToken';

/** @param reach opens the accounts when they are asked for first. */
export function accountHandlers(
  reach: () => Promise<Accounts>,
  { clock }: { readonly clock: Clock },
): Handlers<AccountCalls> {
  async function change(email: string, by: (accounts: Accounts, user: KeptUser) => Promise<KeptUser>) {
    const accounts = await reach();
    const user = accounts.users.find(email);
    if (!user) throw new SluiceError('not-found', `Nobody with the address ${email} has an account.`);
    const changed = await by(accounts, user);
    accounts.users.save(changed);
    return describe(accounts, changed);
  }

  return {
    'users.list': async () => {
      const accounts = await reach();
      return accounts.users.list().map((user) => describe(accounts, user));
    },
    'users.add': async ({ email, role, password }) => {
      const accounts = await reach();
      if (accounts.users.find(email)) {
        throw new SluiceError('conflict', `${email} has an account already.`, { email });
      }
      const kept = password === null ? null : await keepPassword(password);
      const user = { email, role, password: kept, isDisabled: false, createdAt: clock.now() };
      accounts.users.save(user);
      return describe(accounts, user);
    },
    'users.update': ({ email, role, password, isDisabled }) =>
      change(email, async (accounts, user) => {
        refuseOwnLoss(user, role !== undefined && role !== 'owner', isDisabled === true);
        const kept = password ? await keepPassword(password) : null;
        if (password !== undefined) endTokens(accounts, user.email, ({ isLogin }) => isLogin);
        return {
          ...user,
          role: role ?? user.role,
          password: password === undefined ? user.password : kept,
          isDisabled: isDisabled ?? user.isDisabled,
        };
      }),
    'users.workstations': async () =>
      (await reach()).stations
        .list()
        .map(({ note }) => note)
        .toSorted((a, b) => b.at - a.at),
    'users.revoke': async ({ email }) => ({ revoked: endTokens(await reach(), email, () => true) }),
    'api.createToken': async (made) => await (await reach()).tokens.create(made),
    'api.tokens': async () => {
      const accounts = await reach();
      return accounts.tokens.list().map((token) => ({ ...token, seen: accounts.seen({ token: token.id }) }));
    },
    'api.revokeToken': async ({ id }) => {
      if ((await reach()).revoke(id)) return null;
      throw new SluiceError('not-found', `There is no token ${id}.`, { id });
    },
  };
}

function describe(accounts: Accounts, { email, role, password, isDisabled, createdAt }: KeptUser): User {
  const tokens = tokensOf(accounts, email);
  return {
    ...{ email, role, isDisabled, createdAt },
    hasPassword: password !== null,
    seen: accounts.seen({ email }),
    tokens: tokens.length,
    logins: tokens.filter(({ isLogin }) => isLogin).length,
  };
}

function tokensOf({ tokens }: Accounts, email: string): ApiToken[] {
  return tokens.list().filter((token) => userKey(token.email) === userKey(email));
}

function endTokens(accounts: Accounts, email: string, which: (token: ApiToken) => boolean): number {
  const ended = tokensOf(accounts, email).filter(which);
  for (const { id } of ended) accounts.revoke(id);
  return ended.length;
}

/** Whoever is in by the API could not take it back. On the computer itself it can be done: nobody is locked out. */
function refuseOwnLoss({ email }: KeptUser, loses: boolean, isDisabled: boolean): void {
  const self = actingPerson();
  if (self === null || userKey(self) !== userKey(email) || !(loses || isDisabled)) return;
  const message = `You are ${email}: nobody takes their own rights away. Another owner can, or "sluice users" on the hub.`;
  throw new SluiceError('conflict', message, { email });
}
