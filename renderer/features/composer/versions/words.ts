/** What differs between two graphs, line by line, for people. No React in here. */
import type { Connection, Graph } from '#core/model/graph.ts';
import type { GraphDifference } from '#core/pipeline/compare.ts';
import type { Mark } from './diff-view.ts';

export type Detail = {
  /** What differs, as its key is called: "dataset id". */
  readonly label: string;
  /** Null: it was, or is, not set. */
  readonly before: string | null;
  readonly after: string | null;
};

export type ChangeLine = {
  readonly id: string;
  readonly mark: Exclude<Mark, 'same'>;
  readonly what: 'node' | 'connection' | 'rest';
  /** Of the node, or of both ends of the connection; empty for the rest. */
  readonly name: string;
  readonly details: readonly Detail[];
  /** Where it is on the canvas. */
  readonly nodeIds: readonly string[];
};

/** Texts longer than this are cut, in characters. */
const LONGEST = 80;

/** "metadata.customNodeConfig.datasetId" as "dataset id". */
export function keyWords(path: string): string {
  return path
    .replace(/^(metadata|namespace|config)\./, '')
    .replace(/^(customNodeConfig|system|sluice)\./, '')
    .replaceAll('.', ' › ')
    .replaceAll(/([a-z])([A-Z])/g, (_all, low: string, high: string) => `${low} ${high.toLowerCase()}`);
}

/** @param names of datasets, recipes and the like by id, so that people read names */
export function changeLines(
  before: Graph,
  after: Graph,
  difference: GraphDifference,
  names: ReadonlyMap<string, string> = new Map(),
): readonly ChangeLine[] {
  const nodesBefore = new Map(before.nodes.map((node) => [node.id as string, node]));
  const nodesAfter = new Map(after.nodes.map((node) => [node.id as string, node]));
  const detailsOf = (keys: readonly string[], was: unknown, now: unknown): Detail[] =>
    keys
      .filter((key) => !/^metadata\.position(\.|$)/.test(key))
      .map((key) => ({
        label: keyWords(key),
        before: textOf(valueAt(was, key), names),
        after: textOf(valueAt(now, key), names),
      }));
  const nameOf = (nodeId: string) => (nodesAfter.get(nodeId) ?? nodesBefore.get(nodeId))?.name ?? nodeId;
  const ends = ({ src, tgt }: Pick<Connection, 'src' | 'tgt'>, decision: string) =>
    `${nameOf(src.nodeId)} → ${nameOf(tgt.nodeId)}${decision}`;
  const decisionOf = (connection: Connection | undefined) =>
    connection?.action ? ` (${connection.action})` : '';
  const nodes = difference.nodes.map(
    ({ nodeId, name, change, keys }): ChangeLine => ({
      id: `node ${nodeId} ${change}`,
      mark: change,
      what: 'node',
      name,
      details: detailsOf(keys, nodesBefore.get(nodeId), nodesAfter.get(nodeId)),
      nodeIds: [nodeId],
    }),
  );
  const connections = difference.connections.map((one): ChangeLine => {
    const [was, now] = [before.connections[one.before ?? -1], after.connections[one.after ?? -1]];
    return {
      id: `connection ${one.before} ${one.after}`,
      mark: one.change,
      what: 'connection',
      name: ends(one, decisionOf(now ?? was)),
      details: detailsOf(one.keys, was, now),
      nodeIds: [one.src.nodeId, one.tgt.nodeId],
    };
  });
  const rest: ChangeLine[] =
    difference.keys.length === 0
      ? []
      : [
          {
            id: 'rest',
            mark: 'changed',
            what: 'rest',
            name: '',
            details: detailsOf(difference.keys, before, after),
            nodeIds: [],
          },
        ];
  return [...nodes, ...connections, ...rest];
}

function valueAt(json: unknown, path: string): unknown {
  let value = json;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

function textOf(value: unknown, names: ReadonlyMap<string, string>): string | null {
  if (value === undefined || value === null || value === '') return null;
  const text = typeof value === 'string' ? (names.get(value) ?? value) : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
