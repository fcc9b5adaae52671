/** The times of timed triggers: in the computer's time zone, over changes of daylight saving. */
import { Cron } from 'croner';
import { SluiceError } from '#core/errors.ts';
import { createCache } from '#core/filters/cache.ts';
import type { Graph, GraphProblem } from '#core/model/graph.ts';
import { problem } from '#core/pipeline/problem.ts';
import { type CronTrigger, triggersOf } from '#core/pipeline/triggers.ts';

/** Read once: only asked for times, it never runs anything itself. */
const patterns = createCache<Cron>(100);

function patternOf(text: string): Cron {
  return patterns.get(text, () => new Cron(text, { paused: true, mode: '5-or-6-parts' }));
}

/** What says when a trigger fires. */
export type Times = Pick<CronTrigger, 'cron' | 'startAt' | 'endAt'>;

/**
 * The first time after one, in milliseconds since 1970; null when there is none any more. A time that a change to
 * summer time skips comes at the change; one that comes twice in autumn counts once, unless it is every hour.
 */
export function nextTime({ cron, startAt, endAt }: Times, after: number): number | null {
  const start = timeOf(startAt);
  const end = timeOf(endAt);
  const from = start === null ? after : Math.max(after, start - 1);
  const next = patternOf(cron).nextRun(new Date(from))?.getTime() ?? null;
  return next === null || (end !== null && next > end) ? null : next;
}

/**
 * The next times after one, at most so many.
 * @throws SluiceError `pipeline-invalid` when they cannot be read.
 */
export function nextTimes(times: Times, after: number, count: number): number[] {
  const wrong = refusalOf(times);
  if (wrong !== null) {
    throw new SluiceError('pipeline-invalid', `The trigger cannot be used: ${wrong}`, { cron: times.cron });
  }
  const found: number[] = [];
  for (
    let next = nextTime(times, after);
    next !== null && found.length < count;
    next = nextTime(times, next)
  ) {
    found.push(next);
  }
  return found;
}

/** The first time of several triggers. */
export function firstTime(triggers: readonly CronTrigger[], after: number): number | null {
  const times = triggers.flatMap((trigger) => nextTime(trigger, after) ?? []);
  return times.length > 0 ? Math.min(...times) : null;
}

/** What is wrong with the times of a graph, beyond what its rules say without knowing the calendar. */
export function timeProblems(graph: Graph, now: number): GraphProblem[] {
  return triggersOf(graph).flatMap((trigger) => {
    const node = graph.nodes.find((one) => one.id === trigger.nodeId);
    if (trigger.kind !== 'cron' || !node) return [];
    const place = { nodeId: node.id };
    const wrong = refusalOf(trigger);
    if (wrong !== null) return [problem('cron', 'error', `"${node.name}": ${wrong}`, place)];
    if (nextTime(trigger, now) !== null) return [];
    const message = `"${node.name}": the times "${trigger.cron}" never come.`;
    return [problem('cron', 'warning', message, place)];
  });
}

function refusalOf({ cron, startAt, endAt }: Times): string | null {
  for (const time of [startAt, endAt]) {
    if (time !== null && timeOf(time) === null)
      return `"${time}" is no time. Write it as 2027-01-31T08:00:00Z.`;
  }
  try {
    patternOf(cron);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    return `the times "${cron}" cannot be read: ${why}`;
  }
}

function timeOf(value: string | number | null): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : value;
  return time === null || !Number.isFinite(new Date(time).getTime()) ? null : time;
}
