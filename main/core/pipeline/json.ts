/** Pipelines as JSON files: every form the reference system exports, and our own. */
import { SluiceError } from '../errors.ts';
import { type Graph, type GraphProblem, graphMisfits } from '../model/graph.ts';
import { placedNodes } from './layout.ts';
import { problem } from './problem.ts';
import { misreadSettings } from './settings.ts';

type Json = Readonly<Record<string, unknown>>;

export type PipelineJson = {
  /** Null when the file states none. */
  readonly name: string | null;
  /** All that was in the file, in its order. */
  readonly graph: Graph;
  /** What was noticed while reading. Whether the graph can run is another question: see `validateGraph`. */
  readonly problems: readonly GraphProblem[];
};

/**
 * Reads a template or a live pipeline of the reference system, an app's manifest with pipeline templates, or a pipeline
 * of ours; `source` names it in messages. Lists that are absent or null become empty; nothing else is changed, and
 * nothing is left out.
 * @throws SluiceError `invalid-input` naming the place that does not fit.
 */
export function readPipelineJson(json: unknown, source = 'This'): PipelineJson {
  const { name, body, problems } = unwrap(json, source);
  const graph = withContainers(body);
  const misfits = graphMisfits(graph);
  const [first] = misfits;
  if (first) {
    const message = `${source} is not a pipeline (${first.path.map(String).join('.')}): ${first.message}`;
    throw new SluiceError('invalid-input', message, { issues: misfits });
  }
  // Checked above, and not replaced by the schema's answer, which would not keep the order of keys.
  const checked = graph as Graph;
  const ignored = misreadSettings(checked).map((setting) =>
    problem('settings', 'warning', `The setting ${setting} has a wrong type and counts as not set.`),
  );
  return { name, graph: checked, problems: [...problems, ...ignored] };
}

/**
 * JSON that the reference system can read. What only we know is where it keeps what it does not know: in `metadata.sluice`
 * of a node, and in the configuration of functions that it does not have.
 */
export function writePipelineJson(pipeline: { readonly name: string; readonly graph: Graph }): Json {
  const { name, graph } = pipeline;
  const nodes = placedNodes(graph).map((node) =>
    node.namespace === null ? { ...node, namespace: {} } : node,
  );
  return Object.hasOwn(graph, 'name') ? { ...graph, name, nodes } : { name, ...graph, nodes };
}

type Unwrapped = Pick<PipelineJson, 'name' | 'problems'> & { readonly body: Json };

function unwrap(json: unknown, source: string): Unwrapped {
  if (!isRecord(json)) throw notAPipeline(source, 'it is not a JSON object');
  const { components, graph } = json;
  if (isRecord(components) && Array.isArray(components['pipelineTemplates'])) {
    const [body, ...others] = components['pipelineTemplates'];
    if (!isRecord(body)) throw notAPipeline(source, 'the app has no pipeline templates');
    const message = `The app has ${others.length + 1} pipeline templates. The first was read.`;
    const problems = others.length > 0 ? [problem('templates', 'warning', message)] : [];
    return { name: nameIn(body) ?? nameIn(json), body, problems };
  }
  if (isRecord(graph) && !('nodes' in json)) return { name: nameIn(json), body: graph, problems: [] };
  if (!('nodes' in json || 'connections' in json)) throw notAPipeline(source, 'it has no nodes');
  return { name: nameIn(json), body: json, problems: [] };
}

function notAPipeline(source: string, why: string): SluiceError {
  return new SluiceError('invalid-input', `${source} is not a pipeline: ${why}.`);
}

function nameIn(json: Json): string | null {
  const { name } = json;
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : null;
}

function withContainers(body: Json): Json {
  const filled = fill(body, { nodes: [], connections: [], startNodes: [] });
  const { nodes } = filled;
  if (!Array.isArray(nodes)) return filled;
  const filledNode = (node: unknown) =>
    isRecord(node) ? fill(node, { inputs: [], outputs: [], metadata: {} }) : node;
  return { ...filled, nodes: nodes.map(filledNode) };
}

/** The object with what is absent or null in it taken from `containers`; keys that are there keep their places. */
function fill(json: Json, containers: Json): Json {
  const missing = Object.entries(containers).filter(([key]) => (json[key] ?? null) === null);
  return missing.length === 0 ? json : { ...json, ...Object.fromEntries(missing) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
