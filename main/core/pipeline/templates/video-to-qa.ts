/** Video to QA. */
import { connect, makeNode } from '../build.ts';
import { defineTemplate, endNode, inboxNode, startedByItems, taskNode } from '../template.ts';

export const videoToQa = defineTemplate({
  id: 'video-to-qa',
  title: 'Video to QA',
  summary: 'Videos become frames, which go half and half to two labelling tasks and on to QA.',
  needs: [
    { key: 'inbox', kind: 'dataset', title: 'Dataset where videos arrive' },
    { key: 'frames', kind: 'dataset', title: 'Dataset for frames' },
    { key: 'recipe', kind: 'recipe', title: 'Recipe to label with' },
    { key: 'every', kind: 'number', title: 'Every how many frames', default: 1, min: 1 },
    { key: 'approved', kind: 'dataset', title: 'Dataset for approved frames' },
    { key: 'discarded', kind: 'dataset', title: 'Dataset for discarded frames' },
  ],
  make(parts) {
    const recipeId = parts.recipe;
    const videos = { 'metadata.system.mimetype': 'video/*' };
    const inbox = inboxNode('Videos', [0, 1], parts.inbox, videos);
    const frames = makeNode('video.split', {
      id: 'frames',
      name: 'Split into frames',
      at: [1, 1],
      metadata: { customNodeConfig: { every: parts.every, quality: 2, datasetId: parts.frames } },
    });
    const groups = [
      { name: 'A', distribution: 50 },
      { name: 'B', distribution: 50 },
    ];
    const halves = makeNode('split', {
      id: 'halves',
      name: 'Half and half',
      at: [2, 1],
      metadata: { customNodeConfig: { groups, exact: true, seed: 'halves' } },
    });
    const labelA = taskNode({ id: 'label-a', name: 'Label A', at: [3, 0], taskType: 'annotation', recipeId });
    const labelB = taskNode({ id: 'label-b', name: 'Label B', at: [3, 2], taskType: 'annotation', recipeId });
    const qa = taskNode({ id: 'qa', name: 'QA', at: [4, 1], taskType: 'qa', recipeId });
    const approved = endNode('approved', 'approved', [5, 0.4], parts.approved);
    const discarded = endNode('discarded', 'discarded', [5, 2], parts.discarded);
    return startedByItems(
      [inbox, frames, halves, labelA, labelB, qa, approved, discarded],
      [
        connect(inbox, frames),
        connect(frames, halves),
        connect(halves, labelA, { action: 'A' }),
        connect(halves, labelB, { action: 'B' }),
        connect(labelA, qa, { action: 'completed' }),
        connect(labelB, qa, { action: 'completed' }),
        connect(labelA, discarded, { action: 'discard' }),
        connect(labelB, discarded, { action: 'discard' }),
        connect(qa, approved, { action: 'approved' }),
        connect(qa, discarded, { action: 'discard' }),
      ],
      videos,
    );
  },
});
