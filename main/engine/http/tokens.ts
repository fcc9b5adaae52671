/**
 * Tokens of the API: signed (HS256), so that nobody can make one, and known by a file each, so that one can be taken
 * back. The files are in the person's configuration folder: `sluice token` works while a server has the workspace open.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type ApiToken, apiTokenSchema, type Role, roleSchema } from '#core/model/api.ts';
import { tokenIdSchema } from '#core/model/ids.ts';
import type { Ports } from '#core/ports.ts';
import { HttpError } from './errors.ts';
import { readPrivate, writePrivate, writePrivateOnce } from './private-file.ts';

/** Who a token says it is. */
export type Identity = { readonly id: string; readonly email: string; readonly role: Role };

/** The same, and whether somebody logged in with a password to get it: such a token is worth what the account is. */
export type Claimed = Identity & { readonly isLogin: boolean };

const ALGORITHM = 'HS256';
const SECRET_BYTES = 32;

/** With a refresh token a new token is had for this long after the first one has ended. */
const REFRESH_SECONDS = 365 * 86_400;

/** What is in a token: `use` tells one that opens things from one that only gets another. */
const claimsSchema = z.object({
  jti: tokenIdSchema,
  email: z.string(),
  role: roleSchema,
  use: z.enum(['access', 'refresh']),
  isLogin: z.boolean().default(false),
  exp: z.number(),
});
type Claims = z.infer<typeof claimsSchema>;

const storedSchema = apiTokenSchema.extend({ seconds: z.int() });

export type TokenPair = { readonly token: string; readonly refreshToken: string };
export type NewToken = {
  readonly email: string;
  readonly role: Role;
  readonly seconds: number;
  readonly isLogin?: boolean;
};

export type TokenStore = {
  /** The token is told this once. */
  create(made: NewToken): Promise<ApiToken & TokenPair>;
  list(): ApiToken[];
  /** Answers whether there was such a token. */
  revoke(id: string): boolean;
  /** Who the token says it is. @throws HttpError 401 */
  verify(token: string): Promise<Claimed>;
  /** Who a refresh token says it is. @throws HttpError 401 */
  verifyRefresh(token: string): Promise<Claimed>;
  /** New tokens for a refresh token. @throws HttpError 401 */
  refresh(token: string): Promise<TokenPair>;
};

/** @param folder made when it is not there; for nobody else to read. */
export function openTokens(folder: string, { clock, ids }: Pick<Ports, 'clock' | 'ids'>): TokenStore {
  const known = join(folder, 'tokens');
  let secret: Uint8Array | null = null;

  const fileOf = (id: string) => join(known, `${tokenIdSchema.parse(id)}.json`);
  const key = () => {
    secret ??= readSecret(folder);
    return secret;
  };

  async function sign(token: ApiToken, use: Claims['use'], expiresAt: number): Promise<string> {
    return await new SignJWT({ email: token.email, role: token.role, isLogin: token.isLogin, use })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setJti(token.id)
      .setIssuedAt(seconds(clock.now()))
      .setExpirationTime(seconds(expiresAt))
      .sign(key());
  }

  async function pair(token: ApiToken): Promise<TokenPair> {
    return {
      token: await sign(token, 'access', token.expiresAt),
      refreshToken: await sign(token, 'refresh', token.expiresAt + REFRESH_SECONDS * 1000),
    };
  }

  function store(token: z.infer<typeof storedSchema>): void {
    mkdirSync(known, { recursive: true, mode: 0o700 });
    writePrivate(fileOf(token.id), JSON.stringify(token));
  }

  async function claims(token: string, use: Claims['use']): Promise<Claims> {
    const options = { algorithms: [ALGORITHM], currentDate: new Date(clock.now()) };
    const found = await jwtVerify(token, key(), options).then(
      ({ payload }) => claimsSchema.safeParse(payload).data,
      () => undefined,
    );
    if (found?.use === use && existsSync(fileOf(found.jti))) return found;
    throw new HttpError(
      401,
      'The token is wrong, has expired or was revoked. "sluice token" makes a new one.',
    );
  }

  async function claimed(token: string, use: Claims['use']): Promise<Claimed> {
    const { jti: id, email, role, isLogin } = await claims(token, use);
    return { id, email, role, isLogin };
  }

  return {
    async create({ email, role, seconds: lifetime, isLogin = false }) {
      const createdAt = clock.now();
      const id = tokenIdSchema.parse(ids.next());
      const expiresAt = createdAt + lifetime * 1000;
      const token: ApiToken = { id, email, role, isLogin, createdAt, expiresAt };
      store({ ...token, seconds: lifetime });
      return { ...token, ...(await pair(token)) };
    },
    list: () =>
      namesIn(known)
        .flatMap((name) => readPrivate(join(known, name), storedSchema) ?? [])
        .map(({ seconds: _, ...token }) => token)
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    revoke(id) {
      if (!existsSync(fileOf(id))) return false;
      rmSync(fileOf(id), { force: true });
      return true;
    },
    verify: (token) => claimed(token, 'access'),
    verifyRefresh: (token) => claimed(token, 'refresh'),
    async refresh(token) {
      const { jti } = await claims(token, 'refresh');
      const stored = readPrivate(fileOf(jti), storedSchema);
      if (!stored) throw new HttpError(401, 'The token was revoked. "sluice token" makes a new one.');
      const renewed = { ...stored, expiresAt: clock.now() + stored.seconds * 1000 };
      store(renewed);
      return await pair(renewed);
    },
  };
}

const seconds = (ms: number) => Math.floor(ms / 1000);

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => /^[0-9a-f]{24}\.json$/.test(name)) : [];
}

function readSecret(folder: string): Uint8Array {
  const path = join(folder, 'secret');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(path)) writePrivateOnce(path, randomBytes(SECRET_BYTES).toString('hex'));
  chmodSync(path, 0o600);
  return Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
}
