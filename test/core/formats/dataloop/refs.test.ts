/** What an item tells of its tasks (reference section 1.3). */
import { expect, test } from 'vitest';
import { writeRefs, writeStatusLog } from '#core/formats/dataloop/refs.ts';
import { assignmentIdSchema, itemIdSchema, pipelineIdSchema, taskIdSchema } from '#core/model/ids.ts';
import type { ItemPlaces } from '#core/model/task.ts';

const itemId = itemIdSchema.parse('1'.repeat(24));
const taskId = taskIdSchema.parse('2'.repeat(24));
const qaId = taskIdSchema.parse('3'.repeat(24));
const assignmentId = assignmentIdSchema.parse('4'.repeat(24));
const pipelineId = pipelineIdSchema.parse('5'.repeat(24));

const done: ItemPlaces['places'][number] = {
  taskId,
  itemId,
  assignmentId,
  copyOf: null,
  state: 'done',
  status: 'completed',
  decidedBy: 'ann@example.com',
  decidedAt: 3000,
  arrivedAt: 1000,
  pipelineId,
  nodeId: 'label',
};
const waits = { ...done, taskId: qaId, assignmentId: null, state: 'open', status: null } as const;

test('an item refers to each of its tasks and assignments, with the status it has there', () => {
  const metadata = { status: 'completed', timestamp: '1970-01-01T00:00:03.000Z', creator: 'ann@example.com' };
  expect(writeRefs({ places: [done, waits] })).toEqual([
    { id: taskId, type: 'task', metadata },
    { id: assignmentId, type: 'assignment', metadata },
    { id: qaId, type: 'task' },
  ]);
});

test('a task that it has left is not referred to', () => {
  const places = [{ ...waits, state: 'withdrawn' as const }];
  expect(writeRefs({ places })).toEqual([]);
});

test('what follows from copies was decided by the machine', () => {
  const [task] = writeRefs({ places: [{ ...done, decidedBy: null }] });
  expect(task?.metadata?.creator).toBe('sluice');
});

test('statuses that were taken away are in the log twice, in order with what stands', () => {
  const first = {
    taskId,
    pipelineId,
    nodeId: 'label',
    assignmentId,
    status: 'discard',
    by: 'ann@example.com',
    at: 1500,
  };
  const past = [{ ...first, removedBy: 'bob@example.com', removedAt: 2000 }];
  const log = writeStatusLog({ itemId, places: [done, waits], past });
  expect(log.map(({ action, status }) => [action, status.status, status.creator])).toEqual([
    ['created', 'discard', 'ann@example.com'],
    ['deleted', 'discard', 'bob@example.com'],
    ['created', 'completed', 'ann@example.com'],
  ]);
  expect(log[1]).toEqual({
    action: 'deleted',
    status: {
      status: 'discard',
      taskId,
      assignmentId,
      creator: 'bob@example.com',
      timestamp: '1970-01-01T00:00:02.000Z',
    },
    nodeId: 'label',
    pipelineId,
  });
});

test('of a task outside all pipelines the log names none', () => {
  const [event] = writeStatusLog({ itemId, places: [{ ...done, pipelineId: null, nodeId: null }], past: [] });
  expect(Object.keys(event ?? {})).toEqual(['action', 'status']);
});
