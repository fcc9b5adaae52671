/** Calls by name, typed by the contract. */
import { z } from 'zod';
import { fromText, open } from '#contract/envelope.ts';
import { type CallInput, type CallName, type CallOutput, calls } from '#contract/index.ts';
import { isSluiceError } from '#core/errors.ts';
import { bridge } from './bridge.ts';

// zod would make its parsers with `new Function`, which the window's content security policy forbids.
z.config({ jitless: true });

/** Mutations that answer the same when they are sent again: their declaration in the contract says so. */
const REPEATABLE: ReadonlySet<CallName> = new Set<CallName>([
  'annotations.apply',
  'pipelines.saveDraft',
  'pipelines.discardDraft',
]);

/** How often a call that may be repeated is sent again after the engine was restarted. */
const REPEATS = 3;

/**
 * Asks for `name`. What may be repeated (queries, and mutations that say so) is sent again when the engine was
 * restarted meanwhile; anything else fails with `engine-restarted`, since it may have been done or not.
 *
 * The answer is not parsed again here: it comes from our own engine, which has more rights than the window, and
 * without generated parsers a thousand annotations would cost 4 to 17 ms each time.
 * @throws SluiceError
 */
export async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const repeats = isRepeatable(name) ? REPEATS : 0;
  for (let attempt = 0; ; attempt += 1) {
    const envelope = fromText(await bridge().call(name, input));
    try {
      return open(envelope) as CallOutput<N>;
    } catch (error) {
      if (attempt >= repeats || !isSluiceError(error, 'engine-restarted')) throw error;
    }
  }
}

function isRepeatable(name: CallName): boolean {
  return calls[name].kind === 'query' || REPEATABLE.has(name);
}
