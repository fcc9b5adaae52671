/** Task with Filter. */
import { connect } from '../build.ts';
import { defineTemplate, endNode, inboxNode, startedByItems, taskNode } from '../template.ts';

export const taskWithFilter = defineTemplate({
  id: 'task-with-filter',
  title: 'Task with Filter',
  summary: 'Items that are wide enough wait for labels; narrower ones are put aside.',
  needs: [
    { key: 'inbox', kind: 'dataset', title: 'Dataset where items arrive' },
    { key: 'recipe', kind: 'recipe', title: 'Recipe to label with' },
    { key: 'minWidth', kind: 'number', title: 'Smallest width in pixels', default: 640, min: 1 },
    { key: 'done', kind: 'dataset', title: 'Dataset for labelled items' },
    { key: 'discarded', kind: 'dataset', title: 'Dataset for narrow and discarded items' },
  ],
  make(parts) {
    const inbox = inboxNode('Items', [0, 1], parts.inbox);
    const label = taskNode({
      id: 'label',
      name: 'Label',
      at: [1, 0.4],
      taskType: 'annotation',
      recipeId: parts.recipe,
    });
    const done = endNode('done', 'done', [2, 0.4], parts.done);
    const discarded = endNode('discarded', 'discarded', [2, 2], parts.discarded);
    const width = 'metadata.system.width';
    return startedByItems(
      [inbox, label, done, discarded],
      [
        connect(inbox, label, { condition: { [width]: { $gte: parts.minWidth } } }),
        connect(inbox, discarded, { condition: { [width]: { $lt: parts.minWidth } } }),
        connect(label, done, { action: 'completed' }),
        connect(label, discarded, { action: 'discard' }),
      ],
    );
  },
});
