/**
 * A route of the API is one value: what it takes, what it answers, who may use it and what it does. The server, the
 * document that describes the API and the tests that try it with random requests are all made from the table of these.
 */
import { z } from 'zod';
import type { Caller } from '#contract/index.ts';
import type { Role } from '#core/model/api.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { PlaceFor, Received } from './parts.ts';
import type { Identity } from './tokens.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a route works with. */
export type RouteContext = {
  /** A header of the answer, with a name of this API: `x-...`. */
  readonly header: (name: `x-${string}`, value: string) => void;
  /** Reads a body that comes in parts; null when this one does not. See `receiveParts`. */
  readonly receive: ((placeFor: PlaceFor) => Promise<Received>) | null;
  /** Calls of the contract, in the name of who asks. */
  readonly call: Caller;
  readonly who: Identity;
  /** The address of the API as this client reaches it, up to `/api/v1`. */
  readonly base: string;
  readonly accounts: Accounts;
  /** The address that the request came from. */
  readonly from: string;
};

export type Reads = true | ((body: unknown) => boolean);

type Parsed<T extends z.ZodType | undefined> = T extends z.ZodType ? z.output<T> : undefined;
type Schema = z.ZodType | undefined;

export type RouteSpec<P extends Schema, Q extends Schema, B extends Schema, R extends z.ZodType> = {
  readonly method: Method;
  /** Below `/api/v1`, parameters as `:name`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** The least role that may use it. */
  readonly role: Role;
  /** Not below `/api/v1`, but at the server's root. */
  readonly atRoot?: true;
  /** Needs no token. */
  readonly open?: true;
  /** Changes nothing, whatever its method (or with this body): it is not noted down. */
  readonly reads?: Reads;
  /** Answers 204 and nothing else. */
  readonly empty?: true;
  /** The body may come as a form, too: clients send it so. */
  readonly form?: true;
  /** The body may come in parts, one of which is a file: the handler reads it by `context.receive`. */
  readonly parts?: true;
  /** Answers a `FileReply`: bytes, or the part of them that the client asks for. */
  readonly file?: true;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly reply: R;
  readonly handle: (
    input: { readonly params: Parsed<P>; readonly query: Parsed<Q>; readonly body: Parsed<B> },
    context: RouteContext,
  ) => z.input<R> | Promise<z.input<R>>;
};

/** What a route with `file` answers. */
export const fileReply = z.object({
  /** Absolute. */
  path: z.string(),
  mimetype: z.string(),
  /** Bytes. */
  size: z.int().min(0),
});
export type FileReply = z.infer<typeof fileReply>;

/** A route once what it takes and gives does not matter to who handles it. */
export type Route = Omit<RouteSpec<Schema, Schema, Schema, z.ZodType>, 'handle'> & {
  handle(input: { params: unknown; query: unknown; body: unknown }, context: RouteContext): unknown;
};

export function route<
  R extends z.ZodType,
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
>(spec: RouteSpec<P, Q, B, R>): Route {
  // The server parses by the schemas of this very route before it calls the handler.
  return spec as unknown as Route;
}

/** Whether it changes nothing, for every body or for some. */
export function readingOf({ method, reads }: Pick<Route, 'method' | 'reads'>): boolean | Reads {
  return method === 'GET' || (reads ?? false);
}
