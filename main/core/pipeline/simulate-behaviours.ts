/** How each node of a graph is played in a simulation. */
import { SluiceError, toWireError, unreachable } from '../errors.ts';
import type { GraphNode } from '../model/graph.ts';
import type { SimulatedRates, StandIn } from '../model/simulation.ts';
import { CONSENSUS_DONE, TASK_ACTIONS } from '../model/task.ts';
import type { Plan, PlanNode } from './plan.ts';
import {
  configOf,
  type Play,
  playItemSet,
  playMerge,
  playRule,
  playSplit,
  playStorage,
  playUpdateVariable,
  playWait,
} from './simulate-nodes.ts';
import { createDesk, type Desk } from './simulate-people.ts';
import { actionsOf, type NodeHistory, ratesFor } from './simulate-rates.ts';
import { playPass, playRefusal, playTask, playVideoSplit } from './simulate-stand-ins.ts';
import type { BatchResult, Behaviour, Visit } from './simulate-visit.ts';
import { effectOf, refusalOf, runnableOf } from './specs.ts';

/** What is told of nodes that are not played exactly. All by node id. */
export type Knowledge = {
  readonly given: Readonly<Record<string, StandIn>>;
  readonly history: ReadonlyMap<string, NodeHistory>;
  /** Nodes that are really run, many visits at a time. */
  readonly runs: ReadonlyMap<string, (visits: readonly Visit[]) => Promise<readonly BatchResult[]>>;
};

/** @throws SluiceError `invalid-input` when rates do not fit their node, or there is no such node. */
export function behavioursOf(plan: Plan, knowledge: Knowledge): ReadonlyMap<PlanNode, Behaviour> {
  const stray = Object.keys(knowledge.given).find((id) => !plan.nodes.has(id));
  if (stray !== undefined) {
    const message = `Rates are given for the node ${stray}, which the graph does not have.`;
    throw new SluiceError('invalid-input', message, { nodeId: stray });
  }
  return new Map([...plan.nodes.values()].map((node) => [node, behaviourOf(plan, node, knowledge)]));
}

const PLAIN = { rates: null, desk: null, warning: null } as const;

function behaviourOf(plan: Plan, planNode: PlanNode, knowledge: Knowledge): Behaviour {
  const { node } = planNode;
  const refusal = refusalOf(node);
  if (refusal !== null) {
    return { ...PLAIN, by: 'refused', lane: 'inline', play: playRefusal(node, refusal), warning: refusal };
  }
  try {
    return playable(plan, planNode, knowledge);
  } catch (error) {
    const { code, message } = toWireError(error);
    if (code !== 'pipeline-invalid') throw error;
    return { ...PLAIN, by: 'refused', lane: 'inline', play: playRefusal(node, message), warning: message };
  }
}

function playable(plan: Plan, planNode: PlanNode, knowledge: Knowledge): Behaviour {
  const { node } = planNode;
  const exact = (play: Play): Behaviour => ({ ...PLAIN, by: 'exact', lane: 'inline', play });
  const kind = runnableOf(node);
  switch (kind) {
    case 'storage':
      return exact(playStorage(configOf('storage', node)));
    case 'split':
      return exact(playSplit(configOf('split', node)));
    case 'annotations.rule':
      return exact(playRule(configOf('annotations.rule', node)));
    case 'merge':
      return exact(playMerge);
    case 'updateVariable':
      return exact(playUpdateVariable);
    case 'wait': {
      const nodes = [...plan.nodes.values()];
      const upstream = nodes.filter((one) => one.downstream.has(node.id)).map((one) => one.id);
      return { ...PLAIN, by: 'exact', lane: 'gate', play: playWait(configOf('wait', node), upstream) };
    }
    case 'task':
      return person(node, knowledge);
    case 'video.split': {
      const warning = `"${node.name}" was not run: how many frames it makes is reckoned from the videos' lengths.`;
      const play = playVideoSplit(configOf('video.split', node));
      return { ...PLAIN, by: 'estimated', lane: 'inline', play, warning };
    }
    case 'item.set':
      return exact(playItemSet(configOf('item.set', node)));
    case 'item.delete':
      return exact((visit) => [{ action: null, why: `${visit.item().name} would go to the trash` }]);
    case 'code':
    case 'user':
    case 'ml':
    case 'image.transform':
    case 'quality.check':
    case 'export':
    case 'webhook':
      return other(node, knowledge);
    case null:
      return other(node, knowledge);
    default:
      return unreachable(kind);
  }
}

/** A node that is run when that was asked for, and else passed through. */
function other(node: GraphNode, { given, history, runs }: Knowledge): Behaviour {
  const playAll = runs.get(node.id);
  if (playAll) return { ...PLAIN, by: 'run', lane: 'batch', playAll };
  const actions = actionsOf(node);
  const rates = ratesFor(node, actions, given[node.id], history.get(node.id));
  const warnings = [notRun(node)];
  if (actions.length > 0 && rates.source === 'even') {
    warnings.push('Nothing is known of its decisions, so each of them was taken to be as likely.');
  }
  return {
    by: 'passed',
    lane: 'inline',
    play: playPass(rates),
    rates: actions.length > 0 ? rates : null,
    desk: null,
    warning: warnings.join(' '),
  };
}

function notRun(node: GraphNode): string {
  const why = {
    none: 'it takes long',
    workspace: 'it changes the workspace',
    outside: 'it reaches outside of the workspace',
  }[effectOf(node) ?? 'workspace'];
  return `"${node.name}" was not run, because ${why}: items went through it as they are.`;
}

function person(node: GraphNode, { given, history }: Knowledge): Behaviour {
  const own = actionsOf(node);
  const config = configOf('task', node);
  const actions = own.length > 0 ? own : TASK_ACTIONS[config.taskType];
  const before = history.get(node.id);
  const rates = withConsensus(ratesFor(node, actions, given[node.id], before), config);
  const desk = deskOf(config, given[node.id]?.secondsPerItem, before);
  const warnings: string[] = [];
  if (rates.source === 'even') {
    warnings.push(`Nothing is known of what people decide in "${node.name}": every action is as likely.`);
  }
  if (desk.load().secondsPerItem === null) {
    warnings.push(`Nothing is known of how long people take in "${node.name}": say it to see the hours.`);
  }
  return {
    by: 'decided',
    lane: 'people',
    play: playTask(rates, desk),
    rates,
    desk,
    warning: warnings.length > 0 ? warnings.join(' ') : null,
  };
}

/** How many items several people work on is set, so that much is known of how they leave. */
function withConsensus(rates: SimulatedRates, { consensusPercentage }: TaskConfig): SimulatedRates {
  const own = rates.shares.filter((one) => one.action !== CONSENSUS_DONE);
  if (rates.source !== 'even' || own.length === rates.shares.length || own.length === 0) return rates;
  const agreed = (consensusPercentage ?? 0) / 100;
  const shares = [
    ...own.map(({ action }) => ({ action, share: (1 - agreed) / own.length })),
    { action: CONSENSUS_DONE, share: agreed },
  ];
  return { source: 'even', shares };
}

type TaskConfig = ReturnType<typeof configOf<'task'>>;

function deskOf(config: TaskConfig, given: number | undefined, before: NodeHistory | undefined): Desk {
  const { workload, consensusPercentage, consensusAssignees } = config;
  // Of an item that several people work on, each has the whole work.
  const share = 1 + ((consensusPercentage ?? 0) / 100) * Math.max(0, (consensusAssignees ?? 1) - 1);
  const people = Math.max(1, workload?.length ?? 0);
  if (given !== undefined) {
    return createDesk({ people, share, secondsPerItem: given, secondsSource: 'given' });
  }
  const seconds = before?.seconds ?? null;
  const source = before && seconds !== null ? before.secondsSource : 'none';
  return createDesk({ people, share, secondsPerItem: seconds, secondsSource: source });
}
