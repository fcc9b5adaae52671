import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { open } from '#contract/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { createHost } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';
import { checkClosedWorkspace } from '#engine/workspace-check/check-closed.ts';
import { repairClosedWorkspace } from '#engine/workspace-repair/repair-closed.ts';
import { clip } from '#test/support/clips.ts';

const signal = new AbortController().signal;

type Call = <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N>>;

/** A second pipeline for the videos that come in, with another way of splitting. */
async function splitAlsoBy(
  call: Call,
  { pipelineId, project }: CallOutput<'projects.setUp'>,
  config: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { graph } = await call('pipelines.get', { pipelineId });
  const { id: datasetId } = await call('datasets.create', { projectId: project.id, name: 'other frames' });
  const customNodeConfig = { ...config, datasetId };
  const nodes = graph.nodes.map((node) =>
    node.id === 'frames' ? { ...node, metadata: { customNodeConfig } } : node,
  );
  const other = await call('pipelines.create', {
    projectId: project.id,
    name: 'Other',
    graph: { ...graph, nodes },
  });
  await call('pipelines.install', { pipelineId: other.id });
}

test('frames that are gone are made of their video again, byte for byte', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-frames-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, 'workspace');
  const host = createHost({
    ports: systemPorts({ logFile: null }),
    configDir: join(folder, 'config'),
    packagedDir: null,
    version: '0',
  });
  const call = async <N extends CallName>(name: N, input: CallInput<N>) =>
    open(await host.call(name, input)) as CallOutput<N>;
  await call('workspaces.open', { path: root });
  const made = await call('projects.setUp', { name: 'P' });
  await splitAlsoBy(call, made, {
    mode: 'rate',
    perSecond: 7,
    format: 'png',
    maxSide: 120,
    duplicates: { maxDistance: 0 },
  });
  await call('items.import', { datasetId: made.datasets.inbox, paths: [(await clip('variable')).path] });
  for (;;) {
    const { machineWork, ingestBusy } = await call('diagnostics.idle', {});
    if (machineWork === 0 && !ingestBusy) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await host.close();

  const before = new Map<string, Buffer>();
  const ways = readdirSync(join(root, 'frames'));
  expect(ways).toHaveLength(2);
  for (const name of ways) {
    const frames = join(root, 'frames', name);
    const files = readdirSync(frames).toSorted();
    for (const file of files) before.set(join(frames, file), readFileSync(join(frames, file)));
    const [first = '', second = '', ...rest] = files;
    rmSync(join(frames, first));
    writeFileSync(join(frames, second), 'x');
    expect(rest.length).toBeGreaterThan(3);
  }
  expect((await checkClosedWorkspace(root, { deep: true, signal })).totals.error).toBeGreaterThan(0);
  const report = await repairClosedWorkspace(root, { from: null, dryRun: false, signal });
  expect(report.totals).toMatchObject({ flagged: 0, left: 0 });
  expect(report.steps.map(({ what }) => what)).toContainEqual(
    expect.stringContaining('taken from its video'),
  );
  for (const [path, bytes] of before) expect(readFileSync(path).equals(bytes), path).toBe(true);
  expect((await checkClosedWorkspace(root, { deep: true, signal })).totals.error).toBe(0);
});
