/**
 * A person's snippet: what it is given and what comes of it.
 *
 * A snippet is one module. The function that is called is, in this order: the one named by `functionName` (exported,
 * a method of `class ServiceRunner`, or just declared); with no name given, the default export, `run`,
 * `ServiceRunner.run`, or the only function that is exported. It is called as `f(item, context, progress)`, may be
 * async, and returns the item, a list (fan-out) or any other JSON. `context.action('name')`, or
 * `progress.update({ action: 'name' })`, chooses the action; `console.log` writes to the logs.
 */

export type SnippetLanguage = 'javascript' | 'typescript';

export type Snippet = {
  readonly language: SnippetLanguage;
  readonly source: string;
  readonly functionName?: string | undefined;
};

export type SnippetLimits = {
  /** Milliseconds that one item may take. */
  readonly timeoutMs: number;
  /** Bytes of memory that the snippet may use. */
  readonly memoryBytes: number;
};

/** What a snippet may do beyond computing. */
export type SnippetGrants = {
  /**
   * Hosts that `fetch` may reach: `example.com`, `example.com:8080`, `*.example.com` or `*`. A pattern does not open
   * private addresses; a host that is named does.
   */
  readonly network: readonly string[];
  /** Absolute paths of folders that `readText` and `writeText` may use; a relative path is taken from the first. */
  readonly files: readonly string[];
  /** True: `Date` tells the time; else it always shows `context.time`. */
  readonly clock: boolean;
  /** True: `Math.random` is random; else it follows from the item. */
  readonly random: boolean;
};

/** Facts for the snippet's `context`: JSON. `time` (milliseconds since 1970) is what its clock shows, 0 by default. */
export type SnippetContext = Readonly<Record<string, unknown>> & { readonly time?: number };

export type SnippetRequest = {
  readonly snippet: Snippet;
  /** One JSON value an item, given to the function as its first argument. */
  readonly items: readonly unknown[];
  readonly context: SnippetContext;
  /** What differs from item to item, in their order; laid over `context`. */
  readonly own?: readonly SnippetContext[] | undefined;
  readonly limits: SnippetLimits;
  readonly grants: SnippetGrants;
};

/** Where in the person's source, counted from 1. */
export type SnippetPlace = { readonly line: number; readonly column: number | null };

/**
 * - `user`: the snippet threw, or returned what is not JSON
 * - `timeout`, `memory`: it was stopped at a limit
 * - `crash`: what ran it ended; running the item again may well work
 * - `invalid`: the snippet cannot be run at all, or the item is not JSON
 */
export type SnippetFaultKind = 'user' | 'timeout' | 'memory' | 'crash' | 'invalid';

export type SnippetFault = {
  readonly ok: false;
  readonly kind: SnippetFaultKind;
  readonly message: string;
  /** Calls within the snippet, one a line; empty when there are none. */
  readonly stack: string;
  readonly place: SnippetPlace | null;
  readonly logs: readonly string[];
};

export type SnippetOutcome =
  | {
      readonly ok: true;
      readonly value: unknown;
      readonly action: string | null;
      readonly logs: readonly string[];
    }
  | SnippetFault;

/** Why a snippet cannot be run. */
export type SnippetProblem = { readonly message: string; readonly place: SnippetPlace | null };

/** A fault without a place in the source. */
export function plainFault(
  kind: SnippetFaultKind,
  message: string,
  logs: readonly string[] = [],
): SnippetFault {
  return { ok: false, kind, message, stack: '', place: null, logs };
}
