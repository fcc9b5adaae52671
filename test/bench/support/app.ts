/** What a bench needs to start the real app: a build, an Electron, a display, a workspace to look at. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from '#contract/envelope.ts';
import type { Caller, CallName, CallOutput } from '#contract/index.ts';
import { build } from '#dev/build.ts';
import { hasDisplay, startXvfb } from '#dev/display.ts';
import { ensureElectron } from '#dev/electron-runtime.ts';
import { askVersions, electronEnv } from '#dev/runtime/versions.ts';
import { createHost } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';

export type AppGround = {
  /** A workspace with a sample project whose frames wait in two labelling tasks. */
  readonly workspace: string;
  readonly userData: string;
  /** For the app's environment. */
  readonly env: Readonly<Record<string, string>>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** @param frames of the sample video */
export async function prepareApp(frames: number): Promise<AppGround> {
  const runtime = await ensureElectron();
  const versions = await askVersions(runtime.executable);
  await build({ quiet: true });
  const display = hasDisplay(process.env) ? undefined : await startXvfb();
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-app-'));
  const workspace = join(folder, 'workspace');
  await fillWorkspace(workspace, join(folder, 'config'), frames);
  const { SLUICE_ENGINE_NODE: engineNode } = electronEnv(versions, process.env);
  // `launchApp` looks for one itself otherwise, which takes its time and would be measured.
  process.env['SLUICE_TEST_ELECTRON'] ??= runtime.executable;
  return {
    workspace,
    userData: join(folder, 'user-data'),
    env: {
      ...(engineNode ? { SLUICE_ENGINE_NODE: engineNode } : {}),
      ...(display ? { DISPLAY: display.display } : {}),
    },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      await display?.close();
    },
  };
}

async function fillWorkspace(path: string, configDir: string, frames: number): Promise<void> {
  const host = createHost({
    ports: systemPorts({ logFile: null }),
    configDir,
    packagedDir: null,
    version: 'bench',
  });
  try {
    const call: Caller = async <N extends CallName>(name: N, input: unknown) =>
      open(await host.call(name, input)) as CallOutput<N>;
    await call('workspaces.open', { path });
    await call('projects.createSample', { frames });
    for (;;) {
      const { machineWork, ingestBusy, waitingForPeople } = await call('diagnostics.idle', {});
      if (machineWork === 0 && !ingestBusy && waitingForPeople >= frames) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await host.close();
  }
}
