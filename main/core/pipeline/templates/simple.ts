/** Simple. */
import { connect } from '../build.ts';
import { defineTemplate, endNode, inboxNode, startedByItems, taskNode } from '../template.ts';

export const simple = defineTemplate({
  id: 'simple',
  title: 'Simple',
  summary: 'New items wait for labels; labelled ones go to one dataset, discarded ones to another.',
  needs: [
    { key: 'inbox', kind: 'dataset', title: 'Dataset where items arrive' },
    { key: 'recipe', kind: 'recipe', title: 'Recipe to label with' },
    { key: 'done', kind: 'dataset', title: 'Dataset for labelled items' },
    { key: 'discarded', kind: 'dataset', title: 'Dataset for discarded items' },
  ],
  make(parts) {
    const inbox = inboxNode('Items', [0, 1], parts.inbox);
    const label = taskNode({
      id: 'label',
      name: 'Label',
      at: [1, 1],
      taskType: 'annotation',
      recipeId: parts.recipe,
    });
    const done = endNode('done', 'done', [2, 0.4], parts.done);
    const discarded = endNode('discarded', 'discarded', [2, 2], parts.discarded);
    return startedByItems(
      [inbox, label, done, discarded],
      [
        connect(inbox, label),
        connect(label, done, { action: 'completed' }),
        connect(label, discarded, { action: 'discard' }),
      ],
    );
  },
});
