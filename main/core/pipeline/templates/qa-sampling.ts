/** QA sampling. */
import { connect, makeNode } from '../build.ts';
import { defineTemplate, endNode, inboxNode, startedByItems, taskNode } from '../template.ts';

export const qaSampling = defineTemplate({
  id: 'qa-sampling',
  title: 'QA sampling',
  summary: 'A share of the labelled items goes to QA, the others straight on.',
  needs: [
    { key: 'inbox', kind: 'dataset', title: 'Dataset where items arrive' },
    { key: 'recipe', kind: 'recipe', title: 'Recipe to label with' },
    { key: 'share', kind: 'number', title: 'Share for QA in percent', default: 10, min: 0, max: 100 },
    { key: 'done', kind: 'dataset', title: 'Dataset for good items' },
    { key: 'discarded', kind: 'dataset', title: 'Dataset for discarded items' },
  ],
  make(parts) {
    const recipeId = parts.recipe;
    const inbox = inboxNode('Items', [0, 1], parts.inbox);
    const label = taskNode({ id: 'label', name: 'Label', at: [1, 1], taskType: 'annotation', recipeId });
    const groups = [
      { name: 'review', distribution: parts.share },
      { name: 'straight', distribution: 100 - parts.share },
    ];
    const sample = makeNode('split', {
      id: 'sample',
      name: 'Sample',
      at: [2, 0.4],
      metadata: { customNodeConfig: { groups, exact: true, seed: 'sample' } },
    });
    const qa = taskNode({ id: 'qa', name: 'QA', at: [3, 1], taskType: 'qa', recipeId });
    const done = endNode('done', 'done', [4, 0.4], parts.done);
    const discarded = endNode('discarded', 'discarded', [4, 2], parts.discarded);
    return startedByItems(
      [inbox, label, sample, qa, done, discarded],
      [
        connect(inbox, label),
        connect(label, sample, { action: 'completed' }),
        connect(label, discarded, { action: 'discard' }),
        connect(sample, qa, { action: 'review' }),
        connect(sample, done, { action: 'straight' }),
        connect(qa, done, { action: 'approved' }),
        connect(qa, discarded, { action: 'discard' }),
      ],
    );
  },
});
