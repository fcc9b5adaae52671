import { expect, it } from 'vitest';
import type { Graph } from '#core/model/graph.ts';
import { changeSetting } from '#core/pipeline/edit/settings.ts';
import { settingsOf } from '#core/pipeline/settings.ts';

it('changes one setting and keeps what else is stored', () => {
  const graph: Graph = { nodes: [], connections: [], startNodes: [], settings: { theirs: 1 } };
  const kept = changeSetting(graph, 'keepTriggersActive', true);
  expect(kept.settings).toEqual({ theirs: 1, keepTriggersActive: true });
  expect(settingsOf(changeSetting(kept, 'keepTriggersActive', null)).keepTriggersActive).toBeNull();
  expect(changeSetting({ ...graph, settings: 'wrong' }, 'keepTriggersActive', false).settings).toEqual({
    keepTriggersActive: false,
  });
});
