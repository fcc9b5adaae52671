/** A whole engine and its server, in a process of its own, until its input ends. */
import { join } from 'node:path';
import { open } from '#contract/envelope.ts';
import { createHost } from '#engine/host.ts';
import { openAccounts } from '#engine/http/accounts/accounts.ts';
import { startServer } from '#engine/http/server.ts';
import { systemPorts } from '#engine/ports.ts';
import { childInput, childResult } from '../../runner/child.ts';
import { addItems } from '../../runner/workspace.ts';
import { serverInputSchema } from '../messages.ts';

const { folder, items } = childInput(serverInputSchema);
const ports = systemPorts({ logFile: null });
const host = createHost({ ports, configDir: `${folder}-config`, packagedDir: null, version: 'bench' });
open(await host.call('workspaces.open', { path: folder }));
const project = open(await host.call('projects.create', { name: 'bench' })) as { id: string };
const dataset = open(
  await host.call('datasets.create', { projectId: project.id, name: 'items', recipeId: null }),
) as Parameters<typeof addItems>[1] extends infer Id ? { id: Id } : never;
for (let left = items; left > 0; left -= 10_000) addItems(folder, dataset.id, Math.min(10_000, left));
const accounts = openAccounts(join(`${folder}-config`, 'api'), ports);
const { token } = await accounts.tokens.create({ email: 'bench@example.com', role: 'owner', seconds: 3600 });
const unlimited = { perToken: Number.MAX_SAFE_INTEGER, perStranger: Number.MAX_SAFE_INTEGER };
const server = await startServer({
  version: 'bench',
  call: host.call,
  subscribe: host.subscribe,
  accounts,
  ports,
  auditFile: join(`${folder}-config`, 'audit.jsonl'),
  port: 0,
  limits: unlimited,
});
childResult({ address: server.address, token, datasetId: dataset.id });
process.stdin.on('end', async () => {
  await server.close();
  await host.close();
});
process.stdin.resume();
