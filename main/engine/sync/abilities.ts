/** What a remote supports: what its kind has, and what this account is answered when it asks. */
import { z } from 'zod';
import { mayAct, roleSchema } from '#core/model/api.ts';
import type { Ability, AbilityReason, RemoteAbility } from '#core/model/remote-ability.ts';
import type { RemoteKind } from '#core/model/sync.ts';
import { type Http, Refused } from './http.ts';
import { asked } from './refusal.ts';

type Limit = Pick<RemoteAbility, 'extent' | 'reason'>;

const partly = (reason: AbilityReason): Limit => ({ extent: 'partly', reason });

/** Where a kind has not the whole of it. */
const LIMITS = {
  sluice: {},
  // Nobody is there to be asked.
  pack: {},
  dataloop: {
    annotations: partly('last-wins'),
    issues: partly('on-objects'),
    deletions: partly('gone-through'),
    trash: { extent: 'none', reason: 'gone-for-good' },
    live: { extent: 'none', reason: 'asked' },
    leases: { extent: 'none', reason: 'unknown-there' },
  },
} as const satisfies Record<RemoteKind, Partial<Record<Ability, Limit>>>;

const nobody = { projects: [] };
const one = { page: 0, pageSize: 1, filter: {} };

/** Questions that change nothing; who is refused an answer cannot have what they are about. */
const QUESTIONS: readonly {
  readonly abilities: readonly Ability[];
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}[] = [
  {
    abilities: ['items', 'annotations', 'deletions', 'trash', 'live'],
    method: 'POST',
    path: '/datasets/query',
    body: { ...one, resource: 'datasets', context: nobody },
  },
  {
    abilities: ['statuses', 'issues', 'leases'],
    method: 'POST',
    path: '/annotationtasks/query',
    body: { ...one, resource: 'tasks' },
  },
  { abilities: ['recipes'], method: 'GET', path: '/recipes?pageOffset=0&pageSize=1' },
  {
    abilities: ['pipelines'],
    method: 'POST',
    path: '/pipelines/query',
    body: { ...one, resource: 'pipeline' },
  },
];

/** A hub says which role the account has; other servers are taken at their answers. */
const meSchema = z.looseObject({ role: roleSchema.optional().catch(undefined) });
const FOR_DEVELOPERS: readonly Ability[] = ['recipes', 'pipelines'];

/** @throws SluiceError `remote-offline`, `remote-denied` */
export async function readAbilities(
  kind: RemoteKind,
  http: Http,
  signal: AbortSignal,
): Promise<RemoteAbility[]> {
  const me = await asked(() => http.ask({ method: 'GET', path: '/users/me', reply: meSchema }, signal));
  const isLow = me.role !== undefined && !mayAct(me.role, 'developer');
  const found: RemoteAbility[] = [];
  for (const { abilities, ...question } of QUESTIONS) {
    const refusal = await refusalOf(() => http.ask({ ...question, reply: z.unknown() }, signal));
    for (const ability of abilities) {
      const mayNot =
        isLow && FOR_DEVELOPERS.includes(ability) ? `The role "${me.role}" may not change them.` : null;
      const message = refusal ?? mayNot;
      const limits: Partial<Record<Ability, Limit>> = LIMITS[kind];
      const limit = limits[ability] ?? { extent: 'full', reason: null };
      found.push(
        message === null
          ? { ability, ...limit, message: null }
          : { ability, extent: refusal === null ? 'partly' : 'none', reason: 'refused', message },
      );
    }
  }
  return found;
}

async function refusalOf(work: () => Promise<unknown>): Promise<string | null> {
  return await asked(async () => {
    try {
      await work();
      return null;
    } catch (error) {
      if (error instanceof Refused && error.status !== 401) return `${error.status}: ${error.message}`;
      throw error;
    }
  });
}
