import { expect, it } from 'vitest';
import { jumpTo, takeJump } from '#renderer/ui/pipelines/jump.ts';
import { openWork } from '#renderer/ui/pipelines/open-work.ts';

it('adds up what is under way', () => {
  const node = { queued: 1, running: 2, parked: 3, success: 9, failed: 0 };
  const counts = {
    nodes: ['a', 'b'].map((id) => ({ ...node, nodeId: id })),
    connections: [
      { connection: 0, items: 4 },
      { connection: 1, items: 5 },
    ],
    cycles: { inProgress: 6, success: 1, failed: 2, terminated: 3 },
  } as unknown as Parameters<typeof openWork>[0];
  expect(openWork(counts)).toEqual({
    queued: 2,
    running: 4,
    parked: 6,
    openCycles: 6,
    endedCycles: 6,
    passed: 9,
  });
});

it('a place to jump to is taken once, by its own pipeline', () => {
  jumpTo('p', { nodeId: 'n', connection: null });
  expect(takeJump('q')).toBeNull();
  expect(takeJump('p')).toEqual({ nodeId: 'n', connection: null });
  expect(takeJump('p')).toBeNull();
});
