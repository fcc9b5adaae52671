/** Triggers of pipelines: what they are, what they have done, and switching them. */
import type { Handlers } from '#contract/index.ts';
import type { Trigger } from '#contract/triggers.ts';
import { SluiceError } from '#core/errors.ts';
import { triggersOf } from '#core/pipeline/triggers.ts';
import type { EngineContext } from '../context.ts';
import { findListening, findPipelineHead } from '../db/queries/pipelines.ts';
import { findTriggerState, NEW_TRIGGER } from '../db/queries/triggers.ts';
import type { Graphs } from '../jobs/graphs.ts';
import { nextTime, nextTimes } from '../jobs/times.ts';
import type { RunPlan } from '../nodes/node.ts';
import { switchTriggers } from '../pipelines/triggers.ts';

/** Times of a trigger that a person is told. */
const NEXT_TIMES = 5;

type TriggerCalls = `triggers.${'list' | 'setActive' | 'times'}`;

export function triggerHandlers(ctx: EngineContext, graphs: Graphs): Handlers<TriggerCalls> {
  const { db } = ctx;

  function planOf(pipelineId: string): RunPlan {
    const head = findPipelineHead(db, pipelineId);
    if (head) return graphs(pipelineId, head.installedVersion || head.version);
    throw new SluiceError('not-found', 'This pipeline is not there any more.', { pipelineId });
  }

  function list(pipelineId: string): Trigger[] {
    const plan = planOf(pipelineId);
    const listens = findListening(db, pipelineId) !== null;
    return triggersOf(plan.graph).flatMap((trigger): Trigger[] => {
      const node = plan.nodes.get(trigger.nodeId);
      if (!node) return [];
      const state = findTriggerState(db, node.key) ?? NEW_TRIGGER;
      const { nodeId, name } = trigger;
      const { active, firedAt: lastFiredAt, started } = state;
      const listening = listens && active && state.since !== null;
      const shared = { nodeId, nodeName: node.node.name, name, active, listening, lastFiredAt, started };
      if (trigger.kind === 'event') {
        const { resource, actions, executionMode: mode, filter } = trigger;
        return [{ kind: trigger.kind, ...shared, resource, actions: [...actions], mode, filter }];
      }
      const { cron, startAt, endAt } = trigger;
      // Several of one node have one time on disk, the first: of each its own is told.
      const nextAt = state.dueAt === null ? null : nextTime(trigger, state.dueAt - 1);
      return [{ kind: trigger.kind, ...shared, cron, startAt, endAt, nextAt }];
    });
  }

  return {
    'triggers.times': (times) => ({ times: nextTimes(times, ctx.ports.clock.now(), NEXT_TIMES) }),
    'triggers.list': ({ pipelineId }) => list(pipelineId),
    'triggers.setActive': ({ pipelineId, nodeId, active }) => {
      ctx.unit(ctx.settings().person, (tx) => switchTriggers(tx, planOf(pipelineId), nodeId, active));
      return list(pipelineId);
    },
  };
}
