/** Walks items through a graph, in the order in which the runner would: machines first, people when those stand still. */
import { toWireError } from '../errors.ts';
import type { PortValues } from '../model/cycle.ts';
import { type Delivery, type Flow, flowOut } from './flow.ts';
import type { PlanNode } from './plan.ts';
import { arrive, inner } from './simulate-join.ts';
import {
  type BatchResult,
  type Behaviour,
  type Cycle,
  type Result,
  type Shared,
  type Token,
  visitOf,
} from './simulate-visit.ts';

export type WalkLimits = {
  /** Executions on the way of one item, and of all that is made of it. */
  readonly hops: number;
  readonly steps: number;
};

/** What one execution came to. */
export type Outcome = {
  readonly token: Token;
  readonly by: Behaviour['by'];
  /** How many items it stands for. */
  readonly weight: number;
} /** `together`: it came to a task once more, and one decision was for both. */ & (
  | { readonly state: 'failed' | 'endless' | 'together'; readonly why: string }
  | {
      readonly state: 'done';
      readonly action: string | null;
      readonly why: string;
      readonly outputs: PortValues;
      readonly flow: Flow;
    }
);

export type WalkOptions = {
  readonly behaviours: ReadonlyMap<PlanNode, Behaviour>;
  readonly shared: Shared;
  readonly limits: WalkLimits;
  /** Told of every execution; answers its place in what is shown of the cycle. */
  readonly note: (outcome: Outcome) => number | null;
  /** Called between executions: lets others have a turn now and then, and may throw to end it all. */
  readonly breathe: () => Promise<void> | null;
};

export type Walk = {
  /** Puts an item in. */
  start(cycle: Cycle, node: PlanNode, input: PortValues): Promise<void>;
  /** Plays everything to its end. */
  finish(): Promise<void>;
  /** Executions that wait for their turn. */
  waiting(): number;
};

/** Visits of a code node at a time. */
const BATCH = 100;

export function createWalk(options: WalkOptions): Walk {
  const { behaviours, shared, limits, note, breathe } = options;
  /** Last in, first out, as in the runner. */
  const stack: Token[] = [];
  let gates: Token[] = [];
  let people: Token[] = [];
  const batches = new Map<PlanNode, Token[]>();
  const order = new Map([...behaviours.keys()].map((node, at) => [node, at]));
  const place = (node: PlanNode) => order.get(node) ?? 0;
  /** Far downstream first, as in the runner. */
  const byTurn = (a: PlanNode, b: PlanNode) => b.depth - a.depth || place(a) - place(b);
  let held = 0;
  let key = 0;

  function behaviour(node: PlanNode): Behaviour {
    const found = behaviours.get(node);
    if (found) return found;
    throw new Error('every node of the plan has a behaviour');
  }

  function add(token: Token): void {
    const { open } = token.cycle;
    open.set(token.node.id, (open.get(token.node.id) ?? 0) + 1);
    const { lane } = behaviour(token.node);
    if (lane === 'inline') stack.push(token);
    else {
      held += 1;
      if (lane === 'gate') gates.push(token);
      else if (lane === 'people') people.push(token);
      else {
        const others = batches.get(token.node);
        if (others) others.push(token);
        else batches.set(token.node, [token]);
      }
    }
  }

  function close({ cycle, node }: Token): void {
    cycle.open.set(node.id, (cycle.open.get(node.id) ?? 1) - 1);
  }

  function stop(token: Token, state: 'failed' | 'endless', why: string): void {
    token.cycle.failed.add(token.node.id);
    close(token);
    note({ token, by: behaviour(token.node).by, weight: token.weight, state, why });
  }

  /** True when it may go on. */
  function mayGo(token: Token): boolean {
    const { cycle } = token;
    cycle.steps += 1;
    if (token.hops < limits.hops && cycle.steps <= limits.steps) return true;
    const why =
      token.hops >= limits.hops
        ? `It does not come to an end: it has gone through ${token.hops} nodes`
        : `It does not come to an end: it has led to ${limits.steps} runs of nodes`;
    stop(token, 'endless', why);
    return false;
  }

  function play(token: Token): void {
    const one = behaviour(token.node);
    if (one.lane === 'batch' || !mayGo(token)) return;
    try {
      settle(token, one.play(visitOf(token, shared)));
    } catch (error) {
      stop(token, 'failed', toWireError(error).message);
    }
  }

  /** Routes before anything is sent: what fails there is the execution's own failure. */
  function settle(token: Token, results: readonly Result[]): void {
    const { items } = token.cycle;
    const routed = results.map((result) => {
      const { action } = result;
      const outputs = result.outputs ?? itemOut(token);
      const flow = flowOut(token.node, { outputs, action }, items);
      return { result, outputs, flow };
    });
    close(token);
    for (const { result, outputs, flow } of routed) {
      const { action, why, weight = token.weight, at = token.at } = result;
      const { by } = behaviour(token.node);
      const from = note({ token, by, weight, state: 'done', action, why, outputs, flow });
      key += 1;
      for (const delivery of flow.deliveries) send({ token, key, from, weight, at, delivery });
    }
  }

  type Sending = {
    readonly token: Token;
    readonly key: number;
    readonly from: number | null;
    readonly weight: number;
    readonly at: number;
    readonly delivery: Delivery;
  };

  function send(sending: Sending): void {
    const { token, from, at, delivery } = sending;
    const { connection, value, element } = delivery;
    const { target, port } = connection;
    const branch = element === null ? token.branch : inner(token.branch, sending.key, element);
    const copies = element === null ? 1 : token.cycle.items.copies(value);
    const weight = sending.weight * copies;
    const next = {
      cycle: token.cycle,
      node: target,
      hops: token.hops + 1,
      from,
      connection: connection.index,
    };
    if (target.joins) {
      const place = { ...next, itemId: null, input: {}, branch, weight, at };
      for (const { token: made, error } of arrive(place, { port: port.name, value, source: sending.key })) {
        if (error === null) add(made);
        else refuse(made, error);
      }
      return;
    }
    const itemId = port.type === 'Item' && typeof value === 'string' ? value : token.itemId;
    add({ ...next, itemId, input: { [port.name]: value }, branch, weight, at });
  }

  function refuse(token: Token, error: string): void {
    const { open } = token.cycle;
    open.set(token.node.id, (open.get(token.node.id) ?? 0) + 1);
    stop(token, 'failed', error);
  }

  async function drain(): Promise<void> {
    for (let token = stack.pop(); token !== undefined; token = stack.pop()) {
      play(token);
      const pause = breathe();
      // Waiting when nobody asks for it would cost more than the step.
      if (pause) await pause;
    }
  }

  async function playHeld(tokens: readonly Token[]): Promise<void> {
    for (const token of tokens) {
      held -= 1;
      play(token);
      await breathe();
      await drain();
    }
  }

  async function playBatch(node: PlanNode, tokens: readonly Token[]): Promise<void> {
    const one = behaviour(node);
    if (one.lane !== 'batch') return;
    held -= tokens.length;
    const going = tokens.filter(mayGo);
    const results = await one.playAll(going.map((token) => visitOf(token, shared)));
    for (const [at, token] of going.entries()) {
      const result: BatchResult = results[at] ?? { error: 'It gave no answer.' };
      if ('error' in result) stop(token, 'failed', result.error);
      else settleSafely(token, result);
    }
    await drain();
  }

  function settleSafely(token: Token, result: Result): void {
    try {
      settle(token, [result]);
    } catch (error) {
      stop(token, 'failed', toWireError(error).message);
    }
  }

  /**
   * The first of each cycle: what a person decides has gone its way before the next is looked at. When the item has come
   * to the task more than once, one decision is for all, and it goes on from where it came last.
   */
  function nextPeople(): Token[] {
    const first = new Map<Cycle, Token>();
    const last = new Map<Cycle, Token>();
    const rest: Token[] = [];
    for (const token of people) {
      const lead = first.get(token.cycle);
      if (!lead) first.set(token.cycle, token);
      if (!lead || (lead.node === token.node && lead.itemId === token.itemId)) {
        const earlier = last.get(token.cycle);
        if (earlier) decideTogether(earlier);
        last.set(token.cycle, token);
      } else rest.push(token);
    }
    people = rest;
    return [...last.values()];
  }

  function decideTogether(token: Token): void {
    held -= 1;
    close(token);
    const { by } = behaviour(token.node);
    const why = 'decided together with the next time that it came here';
    note({ token, by, weight: token.weight, state: 'together', why });
  }

  return {
    async start(cycle, node, input) {
      const at = { branch: '', weight: 1, hops: 0, at: 0, from: null, connection: null };
      add({ ...at, cycle, node, itemId: cycle.itemId, input });
      await drain();
    },
    async finish() {
      while (held > 0) {
        if (gates.length > 0) {
          const all = gates.toSorted((a, b) => b.node.depth - a.node.depth || place(a.node) - place(b.node));
          gates = [];
          await playHeld(all);
          continue;
        }
        const node = [...batches.keys()].toSorted(byTurn)[0];
        if (node) {
          const tokens = batches.get(node) ?? [];
          const rest = tokens.slice(BATCH);
          if (rest.length > 0) batches.set(node, rest);
          else batches.delete(node);
          await playBatch(node, tokens.slice(0, BATCH));
        } else await playHeld(nextPeople());
      }
    },
    waiting: () => held,
  };
}

/** The item leaves by the first output. */
function itemOut({ node, itemId }: Token): PortValues {
  const [first] = node.node.outputs;
  return first && itemId !== null ? { [first.name]: itemId } : {};
}
