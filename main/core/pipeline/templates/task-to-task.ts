/** Task to Task. */
import { connect } from '../build.ts';
import { defineTemplate, endNode, inboxNode, startedByItems, taskNode } from '../template.ts';

export const taskToTask = defineTemplate({
  id: 'task-to-task',
  title: 'Task to Task',
  summary: 'Labelled items go on to QA; approved ones to one dataset, discarded ones to another.',
  needs: [
    { key: 'inbox', kind: 'dataset', title: 'Dataset where items arrive' },
    { key: 'recipe', kind: 'recipe', title: 'Recipe to label with' },
    { key: 'approved', kind: 'dataset', title: 'Dataset for approved items' },
    { key: 'discarded', kind: 'dataset', title: 'Dataset for discarded items' },
  ],
  make(parts) {
    const recipeId = parts.recipe;
    const inbox = inboxNode('Items', [0, 1], parts.inbox);
    const label = taskNode({ id: 'label', name: 'Label', at: [1, 1], taskType: 'annotation', recipeId });
    const qa = taskNode({ id: 'qa', name: 'QA', at: [2, 1], taskType: 'qa', recipeId });
    const approved = endNode('approved', 'approved', [3, 0.4], parts.approved);
    const discarded = endNode('discarded', 'discarded', [3, 2], parts.discarded);
    return startedByItems(
      [inbox, label, qa, approved, discarded],
      [
        connect(inbox, label),
        connect(label, qa, { action: 'completed' }),
        connect(label, discarded, { action: 'discard' }),
        connect(qa, approved, { action: 'approved' }),
        connect(qa, discarded, { action: 'discard' }),
      ],
    );
  },
});
