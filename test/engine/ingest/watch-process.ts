/** An engine that watches a folder, as a process that can be killed: `watch-process.ts WORKSPACE FOLDER`. */
import { open } from '#contract/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { createHost } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';

const [workspace = '', path = ''] = process.argv.slice(2);
const host = createHost({
  ports: systemPorts({ logFile: null }),
  configDir: `${workspace}-config`,
  packagedDir: null,
  version: 'test',
});

async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  return open(await host.call(name, input)) as CallOutput<N>;
}

await call('workspaces.open', { path: workspace });
const [known] = await call('projects.list', {});
if (!known) {
  const { id } = await call('projects.create', { name: 'Test' });
  const dataset = await call('datasets.create', { projectId: id, name: 'inbox', recipeId: null });
  const wish = { mode: 'link', include: [], exclude: [] } as const;
  await call('watchedFolders.add', { ...wish, datasetId: dataset.id, path, include: [], exclude: [] });
}
