/** Pre-label and review. */
import { connect, makeNode } from '../build.ts';
import { defineTemplate, endNode, inboxNode, startedByItems, taskNode } from '../template.ts';

export const preLabelAndReview = defineTemplate({
  id: 'pre-label-and-review',
  title: 'Pre-label and review',
  summary: 'A model labels each item first; people correct its labels, and QA looks at the result.',
  needs: [
    { key: 'inbox', kind: 'dataset', title: 'Dataset where items arrive' },
    { key: 'model', kind: 'text', title: 'Model that labels first' },
    { key: 'recipe', kind: 'recipe', title: 'Recipe to label with' },
    { key: 'approved', kind: 'dataset', title: 'Dataset for approved items' },
    { key: 'discarded', kind: 'dataset', title: 'Dataset for discarded items' },
  ],
  make(parts) {
    const recipeId = parts.recipe;
    const inbox = inboxNode('Items', [0, 1], parts.inbox);
    const model = makeNode('ml', {
      id: 'model',
      name: 'Pre-label',
      at: [1, 1],
      metadata: { modelName: parts.model, mlType: 'predict' },
    });
    const label = taskNode({ id: 'label', name: 'Correct', at: [2, 1], taskType: 'annotation', recipeId });
    const qa = taskNode({ id: 'qa', name: 'QA', at: [3, 1], taskType: 'qa', recipeId });
    const approved = endNode('approved', 'approved', [4, 0.4], parts.approved);
    const discarded = endNode('discarded', 'discarded', [4, 2], parts.discarded);
    return startedByItems(
      [inbox, model, label, qa, approved, discarded],
      [
        connect(inbox, model),
        connect(model, label),
        connect(label, qa, { action: 'completed' }),
        connect(label, discarded, { action: 'discard' }),
        connect(qa, approved, { action: 'approved' }),
        connect(qa, discarded, { action: 'discard' }),
      ],
    );
  },
});
