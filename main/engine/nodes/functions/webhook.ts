/**
 * Function `webhook`: tells another program about an item. It may be told twice (after a crash, say), and can know that by
 * the header `Idempotency-Key`, which is the same in every attempt.
 */
import { SluiceError } from '#core/errors.ts';
import { cycleIdOf, executionIdOf } from '#core/model/run-ids.ts';
import { readCycleHead } from '../../db/queries/cycles.ts';
import { configOf } from '../config.ts';
import type { LongNode, LongRun } from '../node.ts';
import { storedItemJson } from '../snippets/entities.ts';
import { call } from './http-call.ts';
import { fillTemplate } from './template.ts';

const TIMEOUT_SECONDS = 30;

export const webhook: LongNode = {
  lane: 'network',
  job: null,
  async run(run) {
    const { node, signal } = run;
    const config = configOf('webhook', node).customNodeConfig;
    const method = config.method ?? 'POST';
    const headers = headersOf(run, config.headers ?? {});
    const body = bodyOf(run, { method, body: config.body ?? null, type: headers.get('content-type') });
    if (body !== null && !headers.has('content-type')) headers.set('content-type', 'application/json');
    const timeoutMs = (config.timeoutSeconds ?? TIMEOUT_SECONDS) * 1000;
    const status = await call({ url: config.url, method, headers, body, timeoutMs, signal });
    return { kind: 'done', action: null, why: `${new URL(config.url).host} answered with ${status}` };
  },
};

/** @throws SluiceError `pipeline-invalid` when a header cannot be sent. */
function headersOf({ node, work }: LongRun, wanted: Readonly<Record<string, string>>): Headers {
  try {
    const headers = new Headers(wanted);
    if (!headers.has('user-agent')) headers.set('user-agent', 'Sluice');
    headers.set('idempotency-key', executionIdOf(work.key, work.createdAt));
    return headers;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SluiceError(
      'pipeline-invalid',
      `"${node.name}" has a header that cannot be sent: ${reason}`,
      {},
    );
  }
}

type Wanted = { readonly method: string; readonly body: string | null; readonly type: string | null };

function bodyOf(run: LongRun, { method, body, type }: Wanted): string | null {
  if (method === 'GET' || (method === 'DELETE' && body === null)) return null;
  const { ctx, node, work, plan } = run;
  const item = run.item();
  const json = storedItemJson(ctx.db, item);
  if (body === null) return JSON.stringify(json);
  const cycle = readCycleHead(ctx.db, work.cycle);
  const values = {
    item: json,
    node: { id: node.id, name: node.name },
    pipeline: { id: plan.pipelineId },
    cycle: { id: cycle && cycleIdOf(work.cycle, cycle.createdAt) },
    execution: { id: executionIdOf(work.key, work.createdAt) },
  };
  return fillTemplate(body, values, type === null || /json/i.test(type) ? 'json' : 'text');
}
