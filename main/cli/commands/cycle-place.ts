import type { Command } from 'commander';
import { Argument } from 'commander';
import type { CycleMovePlan } from '#contract/cycles.ts';
import type { CallName } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { CyclePriority } from '#core/model/cycle.ts';
import { cycleIdSchema, executionIdSchema } from '#core/model/ids.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { findNode } from '../pipelines/find.ts';
import type { At, actions, PipelineFlags } from '../pipelines/group.ts';
import { idOf } from '../pipelines/run-id.ts';

const PRIORITIES: Readonly<Record<string, CyclePriority>> = { low: 1, medium: 2, high: 3, none: null };

type MoveFlags = PipelineFlags & {
  from: string;
  to: string;
  why?: string;
  execution?: string[];
  plan?: true;
};

/** What is done to the place of a single cycle: its turn in the queues, and the node that something of it is at. */
export function addCyclePlace(
  add: (name: string, description: string, example: string) => Command,
  { act }: ReturnType<typeof actions>,
): void {
  add(
    'priority',
    'raise or lower a cycle in the queues of nodes and of tasks',
    'sluice cycles priority ID high',
  )
    .argument('<cycle>', 'id of the cycle')
    .addArgument(new Argument('<priority>', 'none: as its nodes say again').choices(Object.keys(PRIORITIES)))
    .action(async (id: string, word: string, flags: PipelineFlags) => {
      await act('cycles.setPriority', async (at) => await priority(at, id, word))(flags);
    });
  add(
    'move',
    'put what waits, runs or has failed at one node of a cycle to another one',
    'sluice cycles move ID --from Blur --to Labelling --why "the picture is upside down"',
  )
    .argument('<cycle>', 'id of the cycle')
    .requiredOption('--from <node>', 'where it is, by id or name of the node')
    .requiredOption('--to <node>', 'where it is to go, by id or name of the node')
    .option('--execution <id...>', 'only these of what is there')
    .option('--why <text>', 'the reason, which the history keeps')
    .option('--plan', 'only tell what would happen')
    .action(async (id: string, flags: MoveFlags) => {
      const call: CallName = flags.plan ? 'cycles.movePlan' : 'cycles.move';
      await act(call, async (at) => await move(at, id, flags))(flags);
    });
}

async function priority({ engine, session }: At, id: string, word: string): Promise<ExitCode> {
  const cycleId = idOf('a cycle', cycleIdSchema, id);
  const cycle = await engine.call('cycles.setPriority', { cycleId, priority: PRIORITIES[word] ?? null });
  session.output.result(cycle, () =>
    cycle.priority === null
      ? `The cycle ${cycle.id} has the priority of its nodes.`
      : `The cycle ${cycle.id} has priority ${word}.`,
  );
  return EXIT.ok;
}

async function move({ engine, session }: At, id: string, flags: MoveFlags): Promise<ExitCode> {
  const cycleId = idOf('a cycle', cycleIdSchema, id);
  const { pipelineId, version } = await engine.call('cycles.get', { cycleId });
  const graph = await engine.call('pipelines.version', { pipelineId, version });
  const ends = {
    cycleId,
    fromNodeId: findNode(graph, flags.from).id,
    toNodeId: findNode(graph, flags.to).id,
    executionIds: flags.execution?.map((one) => idOf('an execution', executionIdSchema, one)) ?? null,
  };
  if (flags.plan) {
    const plan = await engine.call('cycles.movePlan', ends);
    session.output.result(plan, () => describePlan(plan));
    return EXIT.ok;
  }
  const { why } = flags;
  if (why === undefined) {
    throw new SluiceError(
      'invalid-input',
      'Say why with --why TEXT: the history keeps it. --plan only looks.',
    );
  }
  const moved = await engine.call('cycles.move', { ...ends, why });
  session.output.result(
    moved,
    () => `${moved.moved} moved. The cycle ${moved.cycle.id} is ${moved.cycle.status}.`,
  );
  return EXIT.ok;
}

function describePlan(plan: CycleMovePlan): string {
  if (plan.obstacle !== null) return `It cannot be moved: ${plan.obstacle}`;
  const names = (nodes: readonly { name: string }[]) => nodes.map(({ name }) => name).join(', ');
  const lines = [
    ['ends', plan.cancelled.map(({ state, count }) => `${count} ${state}`).join(', ')],
    ['runs', names(plan.runs)],
    ['runs again', names(plan.runsAgain)],
    ['skipped', names(plan.skipped)],
  ] as const;
  return [
    `${plan.count} would go.`,
    ...lines.flatMap(([title, text]) => (text ? `${title}: ${text}` : [])),
  ].join('\n');
}
