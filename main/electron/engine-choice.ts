/** Which of the two ways to run the engine: inside of this Electron, or beside it on a Node of its own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The Node-API version that the engine's database add-on needs. On an older one it aborts the process. */
const NODE_API = 10;

export type EngineChoice = { readonly way: 'inside' } | { readonly way: 'beside'; readonly node: string };

export type ChoiceFacts = {
  /** `SLUICE_ENGINE_NODE`: the path of a Node to run the engine on. */
  readonly wish: string | undefined;
  readonly packaged: boolean;
  /** Node-API version of this Electron, from `process.versions.napi`. */
  readonly nodeApi: string | undefined;
  /** The repository, when run from source. */
  readonly root: string;
  readonly platform: NodeJS.Platform;
};

/**
 * A Node that is named wins. From source an Electron that is too old falls back to the Node in node_modules; without
 * that, and in a packed app, the engine is started inside and says itself what it is missing.
 */
export function chooseEngine(facts: ChoiceFacts): EngineChoice {
  if (facts.wish) return { way: 'beside', node: facts.wish };
  if (!facts.packaged && Number(facts.nodeApi) < NODE_API) {
    const program = facts.platform === 'win32' ? 'node.exe' : 'node';
    const node = join(facts.root, 'node_modules', 'node', 'bin', program);
    if (existsSync(node)) return { way: 'beside', node };
  }
  return { way: 'inside' };
}
