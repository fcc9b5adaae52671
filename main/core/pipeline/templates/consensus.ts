/** Consensus. */
import { CONSENSUS_DONE, TASK_ACTIONS } from '../../model/task.ts';
import { connect } from '../build.ts';
import { defineTemplate, endNode, inboxNode, startedByItems, taskNode } from '../template.ts';

export const consensus = defineTemplate({
  id: 'consensus',
  title: 'Consensus',
  summary: 'Several people label the same items, each on their own; a reviewer makes one result of it.',
  needs: [
    { key: 'inbox', kind: 'dataset', title: 'Dataset where items arrive' },
    { key: 'recipe', kind: 'recipe', title: 'Recipe to label with' },
    {
      key: 'share',
      kind: 'number',
      title: 'Share that several people label, in percent',
      default: 100,
      min: 0,
      max: 100,
    },
    { key: 'people', kind: 'number', title: 'People for each of these', default: 2, min: 2 },
    { key: 'approved', kind: 'dataset', title: 'Dataset for approved items' },
    { key: 'discarded', kind: 'dataset', title: 'Dataset for discarded items' },
  ],
  make(parts) {
    const recipeId = parts.recipe;
    const inbox = inboxNode('Items', [0, 1], parts.inbox);
    const label = taskNode(
      { id: 'label', name: 'Label', at: [1, 1], taskType: 'annotation', recipeId },
      {
        actions: [...TASK_ACTIONS.annotation, CONSENSUS_DONE],
        metadata: {
          consensusTaskType: 'consensus',
          consensusPercentage: parts.share,
          consensusAssignees: parts.people,
        },
      },
    );
    const qa = taskNode({ id: 'qa', name: 'Review', at: [2, 1], taskType: 'qa', recipeId });
    const approved = endNode('approved', 'approved', [3, 0.4], parts.approved);
    const discarded = endNode('discarded', 'discarded', [3, 2], parts.discarded);
    return startedByItems(
      [inbox, label, qa, approved, discarded],
      [
        connect(inbox, label),
        connect(label, qa, { action: CONSENSUS_DONE }),
        connect(label, qa, { action: 'completed' }),
        connect(label, discarded, { action: 'discard' }),
        connect(qa, approved, { action: 'approved' }),
        connect(qa, discarded, { action: 'discard' }),
      ],
    );
  },
});
