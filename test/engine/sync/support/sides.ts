/** A hub and workstations, each a real engine with folders of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from '#contract/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import type { AnnotationContent } from '#core/model/annotation.ts';
import type { ItemId } from '#core/model/ids.ts';
import { createHost, type Host, type HostOptions } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';
import { PIXEL } from '../../http/support/parts.ts';

export type Side = {
  readonly host: Host;
  readonly folder: string;
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
};

export const BOX: AnnotationContent = {
  label: 'car',
  geometry: { type: 'box', left: 0, top: 0, right: 1, bottom: 1 },
  attributes: {},
};

export type Team = {
  readonly root: string;
  open(name: string, person: string, options?: Partial<HostOptions>): Promise<Side>;
  close(): Promise<void>;
};

export function createTeam(): Team {
  const root = mkdtempSync(join(tmpdir(), 'sluice-sync-'));
  const sides = new Set<Side>();
  return {
    root,
    async open(name, person, options = {}) {
      const folder = join(root, name);
      const host = createHost({
        ports: systemPorts({ logFile: null }),
        configDir: join(folder, 'config'),
        packagedDir: null,
        version: '1.0.0',
        ...options,
      });
      const side: Side = {
        host,
        folder,
        call: async (call, input) => open(await host.call(call, input)) as never,
      };
      sides.add(side);
      await side.call('workspaces.open', { path: join(folder, 'workspace') });
      await side.call('settings.update', { person });
      return side;
    },
    async close() {
      await Promise.all([...sides].map(({ host }) => host.close()));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A token for the person, who labels. */
export async function tokenOf(hub: Side, email: string): Promise<string> {
  const { token } = await hub.call('api.createToken', { email, role: 'annotator', seconds: 3600 });
  return token;
}

export async function addPicture(
  side: Side,
  datasetId: CallOutput<'datasets.create'>['id'],
  name: string,
  bytes: Uint8Array = PIXEL,
): Promise<ItemId> {
  const path = `${(await side.call('items.uploadPlace', { datasetId })).path}.png`;
  writeFileSync(path, bytes);
  const place = { datasetId, folder: '/', name, path, mode: 'skip', metadata: {} } as const;
  return (await side.call('items.upload', place)).item.id;
}

/** A dataset with one picture. */
export async function addDataset(hub: Side) {
  const project = await hub.call('projects.create', { name: 'Roads' });
  const { id: datasetId } = await hub.call('datasets.create', { projectId: project.id, name: 'Frames' });
  return { projectId: project.id, datasetId, itemId: await addPicture(hub, datasetId, 'a.png') };
}

/** Connects and links, and waits until what is there is here. */
export async function linkTo(side: Side, address: string, token: string, datasetIdThere: string) {
  const remote = await side.call('sync.connect', { address, credentials: { token } });
  const dataset = await side.call('sync.link', { remoteId: remote.id, datasetIdThere });
  await side.call('sync.now', { remoteId: remote.id });
  return { remoteId: remote.id, dataset };
}

/** A hub with a dataset of one picture, and Ada's workstation, which `link` connects with it. */
export async function openPair() {
  const team = createTeam();
  const hub = await team.open('hub', 'lead@example.com');
  const station = await team.open('station', 'ada@example.com');
  const { address } = await hub.host.serve({ port: 0 });
  const token = await tokenOf(hub, 'ada@example.com');
  const { datasetId, itemId } = await addDataset(hub);
  const link = () => linkTo(station, address, token, datasetId);
  return { team, hub, station, address, token, datasetId, itemId, link };
}
