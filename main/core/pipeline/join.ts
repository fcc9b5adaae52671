/**
 * How values meet in a node with several inputs. They meet within their branch: an element of a list meets what was made
 * of the same element, and what belongs to the whole meets every element. Pure: the runner and the simulation use it.
 */
import type { PortValues } from '../model/cycle.ts';
import type { GraphNode } from '../model/graph.ts';

/** What waits at a node, within one cycle. */
export type Waiting<Branch, Value> = {
  /** By name of the input. */
  in(branch: Branch): ReadonlyMap<string, Value>;
  /** The branches that came out of this one, however far, in which something waits. */
  below(branch: Branch): Iterable<Branch>;
  /** What the branch came out of, the nearest first; the whole last. */
  ancestors(branch: Branch): readonly Branch[];
};

/** A branch in which every fed input has a value. */
export type Meeting<Branch, Value> = {
  readonly branch: Branch;
  readonly values: ReadonlyMap<string, Value>;
};

/**
 * What is complete now that a value has come to the branch: the branch itself, or each of those that came out of it.
 * @param fed names of the inputs that connections lead to
 */
export function meetings<Branch, Value>(
  fed: readonly string[],
  waiting: Waiting<Branch, Value>,
  branch: Branch,
): Meeting<Branch, Value>[] {
  const own = gather(fed, waiting, branch);
  if (own) return [{ branch, values: own }];
  const found: Meeting<Branch, Value>[] = [];
  for (const other of waiting.below(branch)) {
    const values = gather(fed, waiting, other);
    if (values) found.push({ branch: other, values });
  }
  return found;
}

/** A value for each fed input, from the branch or what it came out of; null while one is missing. */
function gather<Branch, Value>(
  fed: readonly string[],
  waiting: Waiting<Branch, Value>,
  branch: Branch,
): ReadonlyMap<string, Value> | null {
  const found = new Map<string, Value>(waiting.in(branch));
  if (found.size < fed.length) {
    for (const one of waiting.ancestors(branch)) {
      for (const [port, value] of waiting.in(one)) if (!found.has(port)) found.set(port, value);
    }
  }
  return fed.every((port) => found.has(port)) ? found : null;
}

/** `row`: all of it at once; `rows`: once for each place of its lists; `mismatch`: why it cannot be. */
export type Pairing =
  | { readonly kind: 'row'; readonly values: PortValues }
  | { readonly kind: 'rows'; readonly rows: readonly PortValues[] }
  | { readonly kind: 'mismatch'; readonly error: string };

/** Lists that arrive whole are paired by position, scalars repeated beside them. */
export function pairLists(node: GraphNode, values: PortValues): Pairing {
  const lists = node.inputs.filter(
    (port) => Array.isArray(values[port.name]) && !port.type.endsWith('[]') && port.type !== 'Json',
  );
  if (lists.length === 0) return { kind: 'row', values };
  const lengths = lists.map((port) => (values[port.name] as unknown[]).length);
  const [length = 0] = lengths;
  if (lengths.some((one) => one !== length)) {
    const sizes = lists.map((port, at) => `"${port.name}" has ${lengths[at]}`).join(', ');
    const error = `Lists that meet in "${node.name}" must have as many elements: ${sizes}.`;
    return { kind: 'mismatch', error };
  }
  const listed = new Set(lists.map((port) => port.name));
  const rows = Array.from({ length }, (_, at) =>
    Object.fromEntries(
      Object.entries(values).map(([port, value]) => [
        port,
        listed.has(port) ? (value as unknown[])[at] : value,
      ]),
    ),
  );
  return { kind: 'rows', rows };
}
