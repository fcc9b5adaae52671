/** An engine inside this process, reached by the calls of the contract only. */
import { open } from '#contract/envelope.ts';
import type { EngineEvent } from '#contract/events.ts';
import type { Caller, CallName, CallOutput } from '#contract/index.ts';
import type { Host } from '#engine/host.ts';
import type { Output } from './output.ts';
import { configFolder, findInstallation } from './places.ts';

export type CliEngine = {
  readonly call: Caller;
  /** Answers a call as it came, for a boundary that passes the envelope on. */
  readonly host: Host;
  subscribe(listener: (event: EngineEvent) => void): () => void;
  [Symbol.asyncDispose](): Promise<void>;
};

/** An engine without a workspace. Problems that belong to no call are told as they come. */
export async function startEngine(output: Output): Promise<CliEngine> {
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
  return {
    host,
    // The engine has parsed its answer by the call's own schema; a second time would only cost.
    call: async <N extends CallName>(name: N, input: unknown) =>
      open(await host.call(name, input)) as CallOutput<N>,
    subscribe: (listener) => host.subscribe(listener),
    [Symbol.asyncDispose]: () => host.close(),
  };
}

/**
 * An engine with the workspace open; made when it is not there.
 * @throws SluiceError `workspace-locked` naming who has it.
 */
export async function openEngine(workspace: string, output: Output): Promise<CliEngine> {
  const engine = await startEngine(output);
  try {
    await engine.call('workspaces.open', { path: workspace });
    return engine;
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
}
