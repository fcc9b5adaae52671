/** An engine, inside this process or where the workspace is open already, reached by the calls of the contract only. */
import { open } from '#contract/envelope.ts';
import type { EngineEvent } from '#contract/events.ts';
import type { Caller, CallName, CallOutput } from '#contract/index.ts';
import type { Host } from '#engine/host.ts';
import type { Output } from './output.ts';
import { configFolder, findInstallation } from './places.ts';

export type CliEngine = {
  readonly call: Caller;
  /** Tells what happens; one elsewhere tells nothing, so that whoever waits looks now and then. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** Where files come from and go to when the engine is in another program; null: it is in this one. */
  readonly elsewhere: { readonly url: string; readonly token: string } | null;
};

/** An engine inside this process. */
export type OwnEngine = CliEngine & {
  /** Answers a call as it came, for a boundary that passes the envelope on. */
  readonly host: Host;
};

/** Works with an engine without a workspace and closes it. Problems that belong to no call are told as they come. */
export async function withHost<T>(output: Output, work: (engine: OwnEngine) => Promise<T>): Promise<T> {
  // Loaded late: help and wrong arguments need no database and no picture library.
  const [{ createHost }, { systemPorts }] = await Promise.all([
    import('#engine/host.ts'),
    import('#engine/ports.ts'),
  ]);
  const host = createHost({
    ports: systemPorts({ logFile: null }),
    configDir: configFolder(),
    packagedDir: null,
    version: findInstallation().version,
  });
  host.subscribe((event) => {
    if (event.name === 'problem') output.say(`sluice: ${event.payload.error.message}`);
  });
  try {
    return await work({
      host,
      // The engine has parsed its answer by the call's own schema; a second time would only cost.
      call: async <N extends CallName>(name: N, input: unknown) =>
        open(await host.call(name, input)) as CallOutput<N>,
      subscribe: (listener) => host.subscribe(listener),
      elsewhere: null,
    });
  } finally {
    await host.close();
  }
}

/**
 * Works with an engine with the workspace open, made when it is not there, and closes it.
 * @throws SluiceError `workspace-locked` naming who has it.
 */
export async function withEngine<T>(
  workspace: string,
  output: Output,
  work: (engine: OwnEngine) => Promise<T>,
): Promise<T> {
  return await withHost(output, async (engine) => {
    await engine.call('workspaces.open', { path: workspace });
    return await work(engine);
  });
}
