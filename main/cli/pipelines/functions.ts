/** What a node can be: the library, and the functions of people in a workspace. */
import type { NodeSpec, PortSpec } from '#core/pipeline/spec.ts';
import { SPECS } from '#core/pipeline/specs.ts';
import { workspaceFiles } from '#engine/files.ts';
import { type OwnFunction, ownFunctions } from '#engine/nodes/own-functions.ts';
import { table } from '../output.ts';

/** A kind of node, without what only code can use. */
export type LibraryEntry = Pick<
  NodeSpec,
  'kind' | 'type' | 'functionName' | 'title' | 'summary' | 'lane' | 'effect' | 'inputs' | 'outputs'
> & {
  /** Decisions that items leave with by the first output; of some kinds each node has its own. */
  readonly actions: readonly string[];
};

export type Functions = {
  readonly library: readonly LibraryEntry[];
  readonly own: readonly OwnFunction[];
};

export async function listFunctions(workspace: string): Promise<Functions> {
  const library = Object.values(SPECS).map((spec: NodeSpec): LibraryEntry => {
    const { kind, type, functionName, title, summary, lane, effect, inputs, outputs } = spec;
    const actions = outputs[0]?.actions ?? [];
    return { kind, type, functionName, title, summary, lane, effect, inputs, outputs, actions };
  });
  return { library, own: await ownFunctions(workspaceFiles(workspace).functions) };
}

export function describeFunctions({ library, own }: Functions): string {
  const kinds = table(
    ['kind', 'name', 'takes', 'gives', 'decides', 'does'],
    library.map(({ kind, title, inputs, outputs, actions, summary }) => [
      kind,
      title,
      portsText(inputs),
      portsText(outputs),
      actions.join(', '),
      summary,
    ]),
  );
  const mine = own.map(({ functionName, path }) => [functionName, path]);
  return own.length > 0 ? `${kinds}\n\n${table(['own', 'file'], mine)}` : kinds;
}

function portsText(ports: readonly PortSpec[]): string {
  return ports.map(({ type }) => type).join(', ');
}
