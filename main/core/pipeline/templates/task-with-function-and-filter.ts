/** Task with function and Filter. */
import { connect, makeNode } from '../build.ts';
import { defineTemplate, endNode, inboxNode, startedByItems, taskNode } from '../template.ts';

export const taskWithFunctionAndFilter = defineTemplate({
  id: 'task-with-function-and-filter',
  title: 'Task with function and Filter',
  summary: 'A function looks at each picture; sharp ones that are wide enough wait for labels.',
  needs: [
    { key: 'inbox', kind: 'dataset', title: 'Dataset where pictures arrive' },
    { key: 'recipe', kind: 'recipe', title: 'Recipe to label with' },
    { key: 'minSharpness', kind: 'number', title: 'Smallest sharpness', default: 100, min: 0 },
    { key: 'minWidth', kind: 'number', title: 'Smallest width in pixels', default: 640, min: 1 },
    { key: 'done', kind: 'dataset', title: 'Dataset for labelled pictures' },
    { key: 'discarded', kind: 'dataset', title: 'Dataset for all others' },
  ],
  make(parts) {
    const pictures = { 'metadata.system.mimetype': 'image/*' };
    const width = 'metadata.system.width';
    const inbox = inboxNode('Pictures', [0, 1], parts.inbox, pictures);
    const check = makeNode('quality.check', {
      id: 'check',
      name: 'Check quality',
      at: [1, 1],
      metadata: { customNodeConfig: { minSharpness: parts.minSharpness } },
    });
    const label = taskNode({
      id: 'label',
      name: 'Label',
      at: [2, 0.4],
      taskType: 'annotation',
      recipeId: parts.recipe,
    });
    const done = endNode('done', 'done', [3, 0.4], parts.done);
    const discarded = endNode('discarded', 'discarded', [3, 2], parts.discarded);
    return startedByItems(
      [inbox, check, label, done, discarded],
      [
        connect(inbox, check),
        connect(check, label, { action: 'pass', condition: { [width]: { $gte: parts.minWidth } } }),
        connect(check, discarded, { action: 'pass', condition: { [width]: { $lt: parts.minWidth } } }),
        connect(check, discarded, { action: 'fail' }),
        connect(label, done, { action: 'completed' }),
        connect(label, discarded, { action: 'discard' }),
      ],
      pictures,
    );
  },
});
