import { expect, test } from 'vitest';
import {
  assignmentThereSchema,
  ontologyThereSchema,
  readRecipeThere,
  readTaskThere,
  recipeThereSchema,
  taskThereSchema,
} from '#core/sync/dataloop/work.ts';

const id = (digit: string) => digit.repeat(24);

test('a recipe has its labels with their paths, and its attributes', () => {
  const recipe = recipeThereSchema.parse({
    id: id('a'),
    title: 'Roads\n2',
    ontologyIds: [id('b')],
    creator: null,
  });
  const value = {
    tag: 'vehicle',
    color: '#ff0000',
    displayLabel: 'Vehicle',
    attributes: [],
    displayData: {},
  };
  const roots = [{ value, children: [{ value: { ...value, tag: 'car' }, children: [] }] }];
  const attributes = [{ key: 'colour', title: 'Colour', type: 'options', values: ['red'], scope: ['*'] }];
  const ontology = ontologyThereSchema.parse({ id: id('b'), roots, metadata: { attributes } });
  const read = readRecipeThere(recipe, ontology);
  expect(read.title).toBe('Roads 2');
  expect(read.labels.map(({ name }) => name)).toEqual(['vehicle', 'vehicle.car']);
  expect(read.attributes).toMatchObject([{ key: 'colour', values: ['red'] }]);
  const broken = ontologyThereSchema.parse({ id: id('b'), roots: [{ value: {} }] });
  expect(() => readRecipeThere(recipe, broken)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
});

test('a task has its decisions and its people, whatever else is said of it', () => {
  const task = taskThereSchema.parse({
    ...{
      id: id('c'),
      name: 'Review',
      spec: { type: 'qa', parentTaskId: id('d') },
      priority: 'high',
      dueDate: 12.6,
    },
    availableActions: [{ action: 'approved' }, { action: 'wrong' }],
    ...{ creator: 7, createdAt: 'yesterday' },
  });
  const of = (assignment: string, taskId: string) =>
    assignmentThereSchema.parse({
      ...{ id: assignment, annotator: 'ada@example.com', metadata: { system: { taskId } } },
    });
  expect(readTaskThere(task, [of(id('e'), id('c')), of(id('f'), id('9'))])).toMatchObject({
    ...{ type: 'qa', parentTaskId: id('d'), priority: 2, dueAt: 13, actions: ['approved', 'wrong'] },
    ...{
      creator: 'somebody',
      createdAt: 0,
      assignments: [{ id: id('e'), person: 'ada@example.com', load: 1 }],
    },
  });
  const bare = readTaskThere(taskThereSchema.parse({ id: id('c'), availableActions: [7] }), []);
  expect(bare).toMatchObject({ name: 'Task', type: 'annotation', actions: ['completed', 'discard'] });
});
