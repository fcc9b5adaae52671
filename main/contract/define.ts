/** How a call is declared. Everything else (handlers, client, tests' table) derives from the declarations. */
import type { z } from 'zod';

/** A query changes nothing and may be asked again; a mutation may not, unless its page says so. */
export type CallKind = 'query' | 'mutation';

/**
 * Who answers: `engine`, an engine with an open workspace; `host`, the engine process even without one;
 * `shell`, the desktop app around it (dialogs, windows), which a headless engine does not have.
 */
export type CallHome = 'engine' | 'host' | 'shell';

export type CallSpec<
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
  K extends CallKind = CallKind,
  H extends CallHome = CallHome,
> = {
  readonly kind: K;
  readonly home: H;
  readonly input: I;
  readonly output: O;
  /** True: between our own processes only; a window that asks is refused. */
  readonly internal: boolean;
  /** True: its answer is what the engine's own database holds, which was checked when it came in, and is not read again. */
  readonly stored: boolean;
};

/** A call that reads. */
export function query<I extends z.ZodType, O extends z.ZodType, H extends CallHome = 'engine'>(
  input: I,
  output: O,
  home: H = 'engine' as H,
): CallSpec<I, O, 'query', H> {
  return { kind: 'query', home, input, output, internal: false, stored: false };
}

/** A call that changes something. */
export function mutation<I extends z.ZodType, O extends z.ZodType, H extends CallHome = 'engine'>(
  input: I,
  output: O,
  home: H = 'engine' as H,
): CallSpec<I, O, 'mutation', H> {
  return { kind: 'mutation', home, input, output, internal: false, stored: false };
}

/** The same call, for our own processes only. */
export function internal<S extends CallSpec>(spec: S): S {
  return { ...spec, internal: true };
}

/** The same call, whose answer is handed on as it is stored: reading 10,000 annotations again takes a tenth of a second. */
export function stored<S extends CallSpec>(spec: S): S {
  return { ...spec, stored: true };
}
