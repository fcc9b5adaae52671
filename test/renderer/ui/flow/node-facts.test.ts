import { describe, expect, it } from 'vitest';
import { nodeIdSchema } from '#core/model/ids.ts';
import { starterNode } from '#core/pipeline/edit/starters.ts';
import { nodeFacts } from '#renderer/ui/flow/node-facts.ts';
import { ids, videoToQaGraph } from '../../features/support/graph.ts';

const at = { x: 0, y: 0 };

describe('nodeFacts', () => {
  it('tells how the nodes of the template are set up', () => {
    const facts = Object.fromEntries(videoToQaGraph(5).nodes.map((node) => [node.id, nodeFacts(node)]));
    expect(facts['inbox']).toEqual([
      { key: 'dataset', datasetId: ids.inboxDataset },
      { key: 'trigger', values: {} },
    ]);
    expect(facts['frames']?.[0]).toEqual({ key: 'every', values: { count: 5 } });
    expect(facts['halves']).toEqual([{ key: 'groups', text: 'A 50 %, B 50 %' }]);
    expect(facts['qa']).toEqual([]);
  });

  it('names people with their shares, and one alone without', () => {
    const task = starterNode('task', { id: 't', at });
    const withPeople = (...workload: readonly object[]) =>
      nodeFacts({ ...task, metadata: { ...task.metadata, workload } });
    expect(withPeople({ assigneeId: 'ana', load: 100 })).toEqual([{ key: 'people', text: 'ana' }]);
    expect(withPeople({ assigneeId: 'ana', load: 66.666 }, { assigneeId: 'ben', load: 33.334 })).toEqual([
      { key: 'people', text: 'ana 66.67 %, ben 33.33 %' },
    ]);
  });

  it('tells the language of code and the inputs of a merge', () => {
    expect(nodeFacts(starterNode('code', { id: 'c', at }))).toEqual([
      { key: 'language', text: 'JavaScript' },
    ]);
    expect(nodeFacts(starterNode('merge', { id: 'm', at }))).toEqual([
      { key: 'inputs', values: { count: 2 } },
    ]);
  });

  it('names the function of a node that does not run here, and tells nothing of what it cannot read', () => {
    const [node] = videoToQaGraph().nodes;
    if (!node) throw new Error('the graph has nodes');
    const service = {
      ...node,
      id: nodeIdSchema.parse('m'),
      type: 'custom',
      namespace: { functionName: 'embed_all' },
    };
    expect(nodeFacts(service)).toEqual([{ key: 'function', text: 'embed_all' }]);
    expect(nodeFacts({ ...node, metadata: {} })).toEqual([]);
  });
});
