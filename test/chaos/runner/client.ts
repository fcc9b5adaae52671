/**
 * Calls to an engine that may be killed at any moment. A query is asked again until it is answered; a mutation whose
 * answer was lost may have happened or not, and the caller has to find out.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Envelope } from '#contract/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import type { WireError } from '#core/errors.ts';
import type { Life, Place } from './life.ts';

export type Answer<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly error: WireError }
  | { readonly kind: 'lost' };

export type Client = {
  /** Asks until there is an answer. @throws Error when the engine refuses. */
  ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Asks for a change, once. */
  change<N extends CallName>(name: N, input: CallInput<N>): Promise<Answer<CallOutput<N>>>;
  /** Asks for a change again until it is done: for those that may happen twice. @throws Error when it is refused. */
  insist<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
};

/** Nothing that is asked here takes an engine so long. */
const PATIENCE_MS = 60_000;

/**
 * @param life the process that answers now, or the next one when that was killed
 * @param over true: there will be no next one, and every call throws
 */
export function createClient(life: () => Life, over: () => boolean): Client {
  async function place(): Promise<{ at: Place; of: Life }> {
    for (;;) {
      if (over()) throw new Error('There is nobody left to answer.');
      const of = life();
      if (of.isOver() && !of.wasKilled()) throw new Error('The engine has ended by itself.');
      const at = of.isOver() ? null : await of.ready;
      if (at && !of.isOver()) return { at, of };
      await delay(5);
    }
  }

  async function send(name: string, input: unknown): Promise<Envelope<unknown> | null> {
    const { at, of } = await place();
    try {
      const response = await fetch(`${at.address}/call/${name}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${at.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(input),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return (await response.json()) as Envelope<unknown>;
    } catch (error) {
      // The connection breaks a little before the system tells of the end of the process.
      await Promise.race([of.over, delay(2000)]);
      if (of.wasKilled()) return null;
      throw new Error(`The engine lives and does not answer ${name}.`, { cause: error });
    }
  }

  async function ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    for (;;) {
      const envelope = await send(name, input);
      if (envelope?.ok) return envelope.value as CallOutput<N>;
      if (envelope) throw new Error(`${name} was refused: ${envelope.error.message}`);
    }
  }

  return {
    ask,
    insist: ask,
    async change<N extends CallName>(name: N, input: CallInput<N>): Promise<Answer<CallOutput<N>>> {
      const envelope = await send(name, input);
      if (!envelope) return { kind: 'lost' };
      if (envelope.ok) return { kind: 'done', value: envelope.value as CallOutput<N> };
      return { kind: 'refused', error: envelope.error };
    },
  };
}
