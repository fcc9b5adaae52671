/** Logging in at remotes, and the way to each of them that is known. */
import { z } from 'zod';
import type { CallArgs } from '#contract/index.ts';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import type { Remote } from '#core/model/sync.ts';
import type { Secrets } from '#core/ports.ts';
import { createHttp, type Http, Refused } from './http.ts';
import { greetHub } from './hub-remote.ts';
import { refusal } from './refusal.ts';

/** What is kept of a remote where nobody else can read it. */
const tokensSchema = z.object({ token: z.string(), refresh: z.string().nullable() });
type Tokens = z.infer<typeof tokensSchema>;

type Credentials = CallArgs<'sync.connect'>['credentials'];

export type Greeting = Pick<Remote, 'kind' | 'address' | 'account' | 'certificate'> & {
  readonly tokens: Tokens;
};

const loginReply = z.object({ id_token: z.string(), refresh_token: z.string().nullish() });
const meReply = z.looseObject({ email: z.string().min(1).nullish() });
const projectsReply = z.array(z.looseObject({ id: z.string() }));
const claimsSchema = z.looseObject({ email: z.string().min(1) });

/**
 * The address of the API, as a person types it or completed.
 * @throws SluiceError `invalid-input`; `unsupported` where the token would go through a net for everybody to read
 */
export function addressOf(typed: string): string {
  const whole = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(whole)) {
    throw new SluiceError(
      'invalid-input',
      `"${typed}" is no address. One looks like https://hub.example:7411`,
    );
  }
  const url = new URL(whole);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:' && !isHere) {
    const message = `Use https:// for ${url.host}: without it anybody on the way could read the token.`;
    throw new SluiceError('unsupported', message, { address: typed });
  }
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path === '' ? '/api/v1' : path}`;
}

type Wish = {
  /** See `addressOf`. */
  readonly address: string;
  readonly credentials: Credentials;
  /** SHA-256 of a certificate that is trusted beside those of the system. */
  readonly certificate: string | null;
};

/** Logs in and finds out what kind of server it is. @throws SluiceError see `sync.connect` */
export async function greet(wish: Wish, signal: AbortSignal): Promise<Greeting> {
  const { address, credentials } = wish;
  let tokens: Tokens | null = null;
  const http = createHttp({ ...wish, token: () => tokens?.token ?? null });
  try {
    tokens = await logIn(http, credentials, signal);
    const me = await http.ask({ method: 'GET', path: '/users/me', reply: meReply }, signal);
    const account = me.email ?? claimedBy(tokens.token) ?? 'somebody';
    const hub = await greetHub(http, signal);
    // Whoever answers that as the reference system does is taken at its word.
    if (!hub) await http.ask({ method: 'GET', path: '/projects', reply: projectsReply }, signal);
    // One that the system has come to trust may be made anew as its owner likes.
    const certificate = http.systemTrusts() ? null : wish.certificate;
    return { kind: hub ? 'sluice' : 'dataloop', address, account, certificate, tokens };
  } catch (error) {
    if (!isNoSuchPath(error)) throw refusal(error);
    const message = `${new URL(address).host} speaks neither Sluice's interface nor Dataloop's at ${address}.`;
    throw new SluiceError('unsupported', message, { address });
  } finally {
    http.close();
  }
}

function isNoSuchPath(error: unknown): boolean {
  return error instanceof Refused && (error.status === 404 || error.status === 405);
}

/** The address in a token that can be read (RFC 7519). */
function claimedBy(token: string): string | null {
  try {
    const [, claims = ''] = token.split('.');
    return claimsSchema.parse(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'))).email;
  } catch {
    return null;
  }
}

async function logIn(http: Http, credentials: Credentials, signal: AbortSignal): Promise<Tokens> {
  if ('token' in credentials) return { token: credentials.token, refresh: null };
  const { user, password } = credentials;
  const body = { username: user, password, type: 'user_credentials' };
  const asked = { method: 'POST', path: '/token?default', atRoot: true, body, reply: loginReply } as const;
  const { id_token: token, refresh_token: refresh } = await http.ask(asked, signal);
  return { token, refresh: refresh || null };
}

export type Connections = {
  /** @throws SluiceError `remote-denied` when no token of it is kept */
  httpOf(remote: Remote): Promise<Http>;
  keep(remoteId: string, tokens: Tokens): Promise<void>;
  forget(remoteId: string): Promise<void>;
  /** The next question goes over a new connection. */
  shut(remoteId: string): void;
  /** Where its token is. */
  where(remoteId: string): ReturnType<Secrets['where']>;
  close(): void;
};

export function createConnections(secrets: Secrets): Connections {
  const open = new Map<string, Http>();
  const nameOf = (remoteId: string) => `remote.${remoteId}`;

  async function httpOf(remote: Remote): Promise<Http> {
    const known = open.get(remote.id);
    if (known) return known;
    const kept = await secrets.get(nameOf(remote.id));
    let tokens = kept === null ? null : tokensSchema.parse(JSON.parse(kept));
    if (!tokens) {
      const message = 'No token is kept for this remote on this computer. Connect to it again.';
      throw new SluiceError('remote-denied', message);
    }
    const plain = createHttp({ ...remote, token: () => tokens?.token ?? null });
    const renewing = async <T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> => {
      try {
        return await ask();
      } catch (error) {
        const refresh = tokens?.refresh;
        if (!(error instanceof Refused && error.status === 401 && refresh)) throw error;
        tokens = await renewed(plain, refresh, signal);
        await secrets.set(nameOf(remote.id), JSON.stringify(tokens));
        return await ask();
      }
    };
    const http: Http = {
      close: plain.close,
      systemTrusts: plain.systemTrusts,
      ask: (asked, signal) => renewing(() => plain.ask(asked, signal), signal),
      open: (sent, signal) => renewing(() => plain.open(sent, signal), signal),
    };
    open.set(remote.id, http);
    return http;
  }

  function shut(remoteId: string): void {
    open.get(remoteId)?.close();
    open.delete(remoteId);
  }

  return {
    httpOf,
    async keep(remoteId, tokens) {
      shut(remoteId);
      await secrets.set(nameOf(remoteId), JSON.stringify(tokens));
    },
    async forget(remoteId) {
      shut(remoteId);
      await secrets.set(nameOf(remoteId), null);
    },
    shut,
    where: (remoteId) => secrets.where(nameOf(remoteId)),
    close() {
      for (const id of [...open.keys()]) shut(id);
    },
  };
}

/** @throws Refused 401 when the refresh token has ended as well */
async function renewed(http: Http, refresh: string, signal: AbortSignal): Promise<Tokens> {
  const body = { type: 'refresh_token', refresh_token: refresh };
  const asked = { method: 'POST', path: '/token?default', atRoot: true, body, reply: loginReply } as const;
  try {
    const { id_token: token, refresh_token: next } = await http.ask(asked, signal);
    return { token, refresh: next || refresh };
  } catch (error) {
    // Why it is not renewed says the remote best.
    if (isSluiceError(error) || (error instanceof Refused && error.status === 401)) throw error;
    throw new Refused(401, 'The token has ended.');
  }
}
