import { expect, test } from 'vitest';
import { type Pipeline, pipelineSchema } from '#core/model/pipeline.ts';
import { exportPipeline } from '#core/pipeline/export.ts';
import { factsOf } from '#core/pipeline/graph-facts.ts';
import { readPipelineJson } from '#core/pipeline/json.ts';
import { fc } from '#test/support/property.ts';
import { pipelineJson } from './support/arbitraries.ts';
import { videoGraph } from './support/graphs.ts';

const EMPTY_COUNTS = {
  nodes: [],
  connections: [],
  cycles: { inProgress: 0, success: 0, failed: 0, terminated: 0 },
};

/** What a workspace makes of a file. */
function imported(text: string): Pipeline {
  const { name, graph } = readPipelineJson(JSON.parse(text));
  const facts = factsOf(graph);
  const id = '1'.repeat(24);
  const row = { id, projectId: id, name: name ?? 'nameless', status: 'Created', version: 1, creator: 'me' };
  const times = { installedVersion: 0, createdAt: 0, updatedAt: 0, counts: EMPTY_COUNTS, variables: {} };
  const { description = null, settings = {} } = facts;
  return pipelineSchema.parse({ ...row, ...times, graph, description, settings });
}

test('what is exported, imported and exported again is the same bytes', () => {
  const ours = exportPipeline({ ...imported(JSON.stringify(videoGraph)), name: 'Video to QA' });
  expect(exportPipeline(imported(ours))).toBe(ours);
  fc.assert(
    fc.property(pipelineJson, (json) => {
      const text = exportPipeline(imported(JSON.stringify(json)));
      expect(exportPipeline(imported(text))).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('what was changed beside the graph goes along', () => {
  const pipeline = imported(exportPipeline(imported(JSON.stringify(videoGraph))));
  const text = exportPipeline({
    ...pipeline,
    description: 'At night',
    settings: { keepTriggersActive: true },
  });
  expect(JSON.parse(text)).toMatchObject({ description: 'At night', settings: { keepTriggersActive: true } });
});
