/** What a simulation came to, as a person reads it. */
import type { Graph } from '#core/model/graph.ts';
import type {
  SimulatedNode,
  SimulatedPath,
  SimulatedStep,
  Simulation,
  Stranded,
} from '#core/model/simulation.ts';
import { table } from '../output.ts';
import { nodeName } from './describe.ts';
import { count, short } from './text.ts';

/** How many items that go nowhere are named. */
const NAMED = 10;

export function describeSimulation(simulation: Simulation, graph: Graph): string {
  const { items, nodes, totals, complete, paths, warnings } = simulation;
  const failures = nodes.flatMap(({ name, failures: texts }) => texts.map((text) => `"${name}": ${text}`));
  const [path] = paths;
  return [
    `${count(items, 'item')} put in${complete ? '' : '; it was stopped because it took too many steps'}.`,
    nodesText(nodes),
    connectionsText(simulation, graph),
    endsText(simulation),
    strandedText('would go nowhere', totals.nowhere, simulation.nowhere),
    strandedText('would go round without end', totals.endless, simulation.endless),
    listText('Failures', failures),
    items === 1 && path ? pathText(path, graph) : '',
    listText(
      'To bear in mind',
      warnings.map(({ text }) => text),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function nodesText(nodes: readonly SimulatedNode[]): string {
  return table(
    ['node', 'played', 'executions', 'failed', 'decisions', 'rates', 'hours', 'most waiting'],
    nodes.map(({ name, by, executions, failed, actions, rates, load }) => [
      name,
      by,
      executions,
      failed,
      actions
        .filter(({ action }) => action !== null)
        .map(({ action, items }) => `${action} ${items}`)
        .join(', '),
      rates ? rates.source : '',
      load?.hours === null || load === null ? '' : rounded(load.hours),
      load?.peak ?? '',
    ]),
  );
}

function connectionsText({ connections }: Simulation, graph: Graph): string {
  if (connections.length === 0) return '';
  return table(
    ['from', 'to', 'decision', 'items', 'passed by', 'because'],
    connections.map(({ connection, taken, passed, reasons }) => {
      const { src, tgt, action } = graph.connections[connection] ?? {};
      return [
        src ? nodeName(graph, src.nodeId) : '',
        tgt ? nodeName(graph, tgt.nodeId) : '',
        action ?? '',
        taken,
        passed,
        short(reasons[0]?.reason ?? '', 60),
      ];
    }),
  );
}

function endsText({ totals, nodes }: Simulation): string {
  const ends = totals.ended.map(({ nodeId, action, items }) => {
    const name = nodes.find((node) => node.nodeId === nodeId)?.name ?? nodeId;
    return `${items} at "${name}"${action === null ? '' : ` with "${action}"`}`;
  });
  const hours = totals.hours > 0 ? `. Work of people: ${rounded(totals.hours)} hours` : '';
  return `${ends.length > 0 ? `Ended: ${ends.join(', ')}` : 'Nothing came to an end'}${hours}.`;
}

function strandedText(what: string, total: number, some: readonly Stranded[]): string {
  if (total === 0) return '';
  const lines = some
    .slice(0, NAMED)
    .map(
      ({ inputName, items, nodeName: at, why }) =>
        `  ${inputName}${items > 1 ? ` (${items})` : ''} at "${at}": ${why}`,
    );
  return [`${count(total, 'item')} ${what}:`, ...lines].join('\n');
}

/** The first step at each node: a video's frames go the same ways. */
function pathText({ itemName, steps }: SimulatedPath, graph: Graph): string {
  const first = [...new Map(steps.toReversed().map((step) => [step.nodeId, step])).values()];
  const lines = steps.filter((step) => first.includes(step)).flatMap((step) => stepLines(step, graph));
  const others = steps.length > first.length ? ' (at each node, of what comes first)' : '';
  return [`The way of ${itemName}${others}:`, ...lines].join('\n');
}

function stepLines({ nodeName: at, state, why, routes }: SimulatedStep, graph: Graph): string[] {
  const goals = routes.map(({ targetName, connection, taken, reason }) => {
    const asks = graph.connections[connection]?.action;
    const goal = `"${targetName}"${asks ? ` (decision "${asks}")` : ''}`;
    return taken > 0 ? `      to ${goal}` : `      not to ${goal}: ${reason}`;
  });
  return [`  "${at}": ${state === 'done' ? why : `${state}, ${why}`}`, ...goals];
}

function listText(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${heading}:`, ...lines.map((line) => `  ${line}`)].join('\n');
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
