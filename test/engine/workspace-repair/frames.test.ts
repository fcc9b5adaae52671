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
  await call('items.import', { datasetId: made.datasets.inbox, paths: [(await clip('variable')).path] });
  for (;;) {
    const { machineWork, ingestBusy } = await call('diagnostics.idle', {});
    if (machineWork === 0 && !ingestBusy) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await host.close();

  const [name = ''] = readdirSync(join(root, 'frames'));
  const frames = join(root, 'frames', name);
  const files = readdirSync(frames).toSorted();
  const before = new Map(files.map((file) => [file, readFileSync(join(frames, file))]));
  const [first = '', second = '', ...rest] = files;
  rmSync(join(frames, first));
  writeFileSync(join(frames, second), 'x');
  expect((await checkClosedWorkspace(root, { deep: true, signal })).totals.error).toBeGreaterThan(0);
  const report = await repairClosedWorkspace(root, { from: null, dryRun: false, signal });
  expect(report.totals).toMatchObject({ flagged: 0, left: 0 });
  expect(report.steps.map(({ what }) => what)).toContainEqual(
    expect.stringContaining('taken from its video'),
  );
  for (const [file, bytes] of before) expect(readFileSync(join(frames, file)).equals(bytes), file).toBe(true);
  expect(rest.length).toBeGreaterThan(3);
  expect((await checkClosedWorkspace(root, { deep: true, signal })).totals.error).toBe(0);
});
