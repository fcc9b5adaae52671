/** The engine of another program on this computer that has the workspace open: the app with its API on, or `sluice serve`. */
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { open } from '#contract/envelope.ts';
import { type CallName, type CallOutput, calls } from '#contract/index.ts';
import { SluiceError, wireErrorSchema } from '#core/errors.ts';
import type { Serving } from '#engine/http/serving.ts';
import type { CliEngine, OwnEngine } from './engine.ts';

const envelopeSchema = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: wireErrorSchema }),
]);

/** The token of one command; it is taken back at its end, or else ends by itself. */
const TOKEN_SECONDS = 86_400;

/**
 * Works with it by a token that this installation makes for the time.
 * @throws SluiceError `engine-unavailable` when it does not answer any more.
 */
export async function withEngineElsewhere<T>(
  own: OwnEngine,
  { address, person }: Serving,
  signal: AbortSignal,
  work: (engine: CliEngine) => Promise<T>,
): Promise<T> {
  const wish = { email: person, role: 'owner', seconds: TOKEN_SECONDS } as const;
  const { id, token } = await own.call('api.createToken', wish);
  try {
    return await work({
      call: async <N extends CallName>(name: N, input: unknown) => {
        const answer = await post(`${address}/call/${name}`, token, input, signal);
        return calls[name].output.parse(open(answer)) as CallOutput<N>;
      },
      subscribe: () => () => undefined,
      elsewhere: { url: address, token },
    });
  } finally {
    await own.call('api.revokeToken', { id }).catch(() => null);
  }
}

/** Milliseconds until a server that has had enough for the moment is asked again. */
const AGAIN_MS = 1000;

async function post(url: string, token: string, input: unknown, signal: AbortSignal) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(input), signal } as const;
  try {
    for (;;) {
      const response = await fetch(url, { ...request, redirect: 'error' });
      if (response.status !== 429) return envelopeSchema.parse(await response.json());
      await response.body?.cancel();
      await setTimeout(AGAIN_MS, undefined, { signal });
    }
  } catch (cause) {
    if (signal.aborted) throw new SluiceError('aborted', 'Interrupted.', {}, { cause });
    const message = `The Sluice that has the workspace open does not answer at ${new URL(url).origin}.`;
    throw new SluiceError('engine-unavailable', message, { url }, { cause });
  }
}
