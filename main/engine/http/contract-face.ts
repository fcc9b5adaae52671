/** The contract over HTTP: POST /call/NAME, GET /events, GET /health. What a screen can do, a program can do. */
import type { FastifyInstance } from 'fastify';
import { type Envelope, enclose } from '#contract/envelope.ts';
import { calls, isCallName } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { actingAs } from '../actor.ts';
import type { NewsFeed } from '../news/feed.ts';
import { statusOf } from './errors.ts';
import { type Subscribe, streamEvents } from './event-stream.ts';
import type { Guarded } from './guard.ts';

export type ContractFace = {
  readonly version: string;
  readonly call: (name: string, input: unknown) => Promise<Envelope<unknown>>;
  readonly subscribe: Subscribe;
  /** What scripts hear of. */
  readonly news?: NewsFeed | undefined;
};

/** A server serves one workspace from its start to its end. */
const KEPT_SHUT: readonly string[] = [
  'workspaces.open',
  'workspaces.close',
  'workspaces.forget',
  'workspaces.restore',
  'workspaces.repairClosed',
];

/** All of it is for owners: calls know no roles. */
const FOR_OWNERS = { role: 'owner', envelope: true } as const satisfies Guarded;

export function addContractFace(app: FastifyInstance, face: ContractFace): void {
  app.get('/health', { config: { open: true, envelope: true } satisfies Guarded }, () => ({
    ok: true,
    value: { version: face.version },
  }));
  app.get('/events', { config: FOR_OWNERS }, (request, reply) => {
    reply.hijack();
    streamEvents(reply.raw, face.subscribe);
    request.raw.resume();
  });
  const config = { ...FOR_OWNERS, reads: isReading } satisfies Guarded;
  app.post<{ Params: { name: string } }>('/call/:name', { config }, async (request, reply) => {
    const { name } = request.params;
    const email = request.who?.email ?? '';
    const envelope = await enclose(() => refuseCall(name));
    const answered = envelope.ok
      ? await actingAs(email, () => face.call(name, request.body ?? {}))
      : envelope;
    return reply.code(answered.ok ? 200 : statusOf(answered.error.code)).send(answered);
  });
}

/** Questions change nothing, and are not noted down. */
function isReading(_body: unknown, params: unknown): boolean {
  const { name } = params as { readonly name: string };
  return isCallName(name) && calls[name].kind === 'query';
}

function refuseCall(name: string): void {
  if (!isCallName(name)) throw new SluiceError('unknown-call', `There is no call "${name}".`, { name });
  const spec = calls[name];
  if (spec.internal) throw new SluiceError('forbidden', `"${name}" is for Sluice's own processes.`, { name });
  if (KEPT_SHUT.includes(name)) {
    const message = 'This server keeps to its one workspace. Start another for another.';
    throw new SluiceError('forbidden', message, { name });
  }
  if (spec.home === 'shell') {
    const message = `"${name}" needs the desktop app; this is a headless engine.`;
    throw new SluiceError('unsupported', message, { name });
  }
}
