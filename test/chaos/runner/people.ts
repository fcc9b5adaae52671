/** People at their tasks. In the end each item has its fate; before, they err, take back and send back. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ItemId } from '#core/model/ids.ts';
import type { TaskItemState } from '#core/model/task.ts';
import {
  give,
  lookAt,
  openIssue,
  removeIssues,
  type Spot,
  sendBack,
  type TaskNode,
  takeBack,
  type View,
} from './decisions.ts';
import { createDice, type Dice } from './dice.ts';
import { fateOf, keepGoing, type RunState } from './run-state.ts';

/** What people do besides deciding: shares of their turns. */
const TAKE_BACK = 0.06;
const SLIP = 0.07;
const RECALL = 0.25;

/** Decided lately, to take back from. */
const RECENT = 300;

type Person = {
  readonly run: RunState;
  readonly node: TaskNode;
  readonly dice: Dice;
  readonly recent: ItemId[];
  /** How often this driver has sent an item back. */
  readonly returned: Map<string, number>;
};

/** Works until the end. */
export async function work(run: RunState, node: TaskNode, name: string): Promise<void> {
  const person: Person = {
    run,
    node,
    dice: createDice(`${run.seed} ${name}`),
    recent: [],
    returned: new Map(),
  };
  await keepGoing(run, () => turn(person));
}

async function turn(person: Person): Promise<boolean> {
  const { run, node, dice, recent } = person;
  const isBack = !run.calm() && dice.chance(TAKE_BACK);
  const itemId = isBack ? dice.pick(recent) : await nextItem(person);
  if (!itemId) return false;
  const spot = { node, itemId };
  const did = await run.holds.whileHolding([itemId], async () => {
    const view = await lookAt(run, spot);
    const { state } = view.taskItem;
    if (isBack) return (state === 'done' || state === 'away') && (await takeBack(run, spot, state));
    if (!WAITING.includes(state)) return false;
    return await handle(person, spot, view);
  });
  return did ?? false;
}

const WAITING: readonly TaskItemState[] = ['rework', 'review', 'open'];

/** Any of the first that wait, what came back first. */
async function nextItem({ run, node, dice }: Person): Promise<ItemId | undefined> {
  const taskId = run.ground.tasks[node];
  if ((await run.client.ask('tasks.get', { taskId })).counts.open === 0) return undefined;
  for (const state of WAITING) {
    const page = await run.client.ask('tasks.items', { taskId, state, limit: 20 });
    const free = page.items.filter((one) => !run.holds.isHeld(one.itemId));
    const chosen = dice.pick(free);
    if (chosen) return chosen.itemId;
  }
  return undefined;
}

async function handle(person: Person, spot: Spot, view: View): Promise<boolean> {
  const { run, node, dice } = person;
  const fate = fateOf(run.seed, view.item.name);
  if (node === 'qa' && (await review(person, spot, view, fate.returns))) return true;
  const right = fate[node];
  if (!run.calm() && dice.chance(SLIP)) {
    const wrong = right === 'discard' ? (node === 'label' ? 'completed' : 'approved') : 'discard';
    if (!(await give(run, spot, wrong))) return false;
    await delay(dice.below(40));
    run.book.count('slips');
    return await takeBack(run, spot, 'done');
  }
  const done = await give(run, spot, right);
  if (done) {
    person.recent.push(spot.itemId);
    if (person.recent.length > RECENT) person.recent.shift();
  }
  return done;
}

/** True when there was something to do about issues. */
async function review(person: Person, spot: Spot, view: View, returns: number): Promise<boolean> {
  const { run, dice, returned } = person;
  const open = view.issues.some((issue) => issue.status === 'issue');
  if (open && (run.calm() || dice.chance(0.5))) {
    await removeIssues(run, view);
    return true;
  }
  const times = returned.get(spot.itemId) ?? 0;
  if (!open && (run.calm() || times >= returns)) return false;
  if (!open) {
    const hold = dice.chance(0.3);
    if (!(await openIssue(run, spot, `Look again (${times}, ${dice.next()})`, hold))) return false;
    returned.set(spot.itemId, times + 1);
    if (hold) return await sendBack(run, spot);
  } else if (!(await sendBack(run, spot))) return false;
  if (dice.chance(RECALL)) await takeBack(run, spot, 'away');
  return true;
}
