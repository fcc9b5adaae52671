/** Why something is where it is, as a person reads it. */
import type { Cycle, CycleNode } from '#core/model/cycle.ts';
import type { ExplainedEvent, ExplainedRoute, ItemPlace } from '#core/model/explanation.ts';
import type { Item } from '#core/model/item.ts';
import { facts, table } from '../output.ts';
import { count, short, when } from './text.ts';

export type History = { readonly items: readonly ExplainedEvent[]; readonly next: string | null };

export function describeItemExplained(item: Item, places: readonly ItemPlace[], history: History): string {
  const now =
    places.length === 0
      ? 'It is at no step of a pipeline now.'
      : places
          .map(
            (place) =>
              `It is at "${place.nodeName}" of "${place.pipelineName}" (version ${place.version}) since ${when(place.since)}: ${place.why}.`,
          )
          .join('\n');
  return `${item.name}  ${item.id}\n${originText(item)}${now}\n\n${describeHistory(history)}`;
}

/** What was decided before about a copy, or a frame, was decided about another item. */
function originText({ sourceItemId, frame }: Item): string {
  if (sourceItemId !== null) return `It is a copy of ${sourceItemId}, which has a history of its own.\n`;
  return frame === null
    ? ''
    : `It is frame ${frame.index} of ${frame.videoId}, which has a history of its own.\n`;
}

export function describeCycleExplained(cycle: Cycle, nodes: readonly CycleNode[], history: History): string {
  const head = facts([
    ['cycle', cycle.id],
    ['status', cycle.status],
    ...(cycle.itemName === null ? [] : ([['item', cycle.itemName]] as const)),
    ['version', cycle.version],
    ['started', when(cycle.createdAt)],
    ...(cycle.endedAt === null ? [] : ([['ended', when(cycle.endedAt)]] as const)),
  ]);
  const steps = table(
    ['node', 'status', 'executions', 'attempts'],
    nodes.map(({ name, status, executions, attempts }) => [name, status, executions, attempts]),
  );
  return [head, steps, describeHistory(history)].join('\n\n');
}

/** Oldest first, as it happened; the page has the latest first. */
export function describeHistory({ items, next }: History): string {
  if (items.length === 0) return 'Nothing was decided about it yet.';
  const lines = items.toReversed().flatMap((event) => [headOf(event), ...event.routes.map(routeText)]);
  const before = next === null ? [] : [`(before that there is more: --limit, --before ${next})`];
  return [...before, ...lines].join('\n');
}

function headOf({ at, actor, text, pipelineName, version }: ExplainedEvent): string {
  const who = actor === 'sluice' ? '' : ` (${actor})`;
  const where =
    pipelineName === null ? '' : `  [${pipelineName}${version === null ? '' : `, version ${version}`}]`;
  return `${when(at)}  ${text}${who}${where}`;
}

function routeText({ targetName, action, condition, taken, passed, reason }: ExplainedRoute): string {
  const wants = [
    ...(action === null ? [] : [`decision "${action}"`]),
    ...(condition === null || condition === '' || condition === '{}'
      ? []
      : [`condition ${short(condition)}`]),
  ];
  const asks = wants.length > 0 ? ` (${wants.join(', ')})` : '';
  const goal = `"${targetName ?? 'a node that is gone'}"${asks}`;
  if (taken === 0) return `    not to ${goal}: ${reason}`;
  const rest = passed > 0 ? `; ${count(passed, 'value')} not: ${reason}` : '';
  return `    to ${goal}${taken > 1 ? `: ${count(taken, 'value')}` : ''}${rest}`;
}
