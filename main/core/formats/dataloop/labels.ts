/**
 * The label tree on the wire (reference section 1.6). We keep labels in one list by dot path, in the order of their keys;
 * the tree is made of the paths, so that a label below one that is not there brings its parents with it.
 */
import { SluiceError } from '../../errors.ts';
import { type Label, SAFE_PALETTE, toolSchema } from '../../model/recipe.ts';
import { readColour } from './colour.ts';
import { isRecord, type Json } from './json.ts';

export type LabelNode = {
  readonly value: {
    readonly tag: string;
    readonly displayLabel: string;
    readonly color: string;
    readonly attributes: readonly string[];
    readonly displayData: Json;
  };
  readonly children: LabelNode[];
};

/** In a label's `displayData`, which others keep as it is: the reference system allows tools per recipe only. */
const TOOLS_KEY = 'sluiceTools';

/** Labels inside one another. */
const DEEPEST = 20;

export function writeRoots(labels: readonly Label[]): LabelNode[] {
  const roots: LabelNode[] = [];
  const byPath = new Map<string, LabelNode>();
  const known = new Map(labels.map((label) => [label.name, label]));
  const nodeAt = (path: string): LabelNode => {
    const there = byPath.get(path);
    if (there) return there;
    const dot = path.lastIndexOf('.');
    const parent = dot <= 0 ? null : nodeAt(path.slice(0, dot));
    const made = writeNode(path.slice(dot <= 0 ? 0 : dot + 1), known.get(path));
    (parent?.children ?? roots).push(made);
    byPath.set(path, made);
    return made;
  };
  for (const { name } of labels) nodeAt(name);
  return roots;
}

function writeNode(tag: string, label: Label | undefined): LabelNode {
  return {
    value: {
      tag,
      displayLabel: label?.displayLabel ?? tag,
      color: label?.color ?? SAFE_PALETTE[0],
      attributes: label?.attributes ?? [],
      displayData: {
        ...label?.displayData,
        ...(label?.tools && label.tools.length > 0 ? { [TOOLS_KEY]: label.tools } : {}),
      },
    },
    children: [],
  };
}

/** @throws SluiceError `invalid-input` naming the place of what is no tree of labels. */
export function readRoots(roots: unknown): Label[] {
  if (!Array.isArray(roots)) throw misfit('roots', 'must be a list of labels');
  const labels: Label[] = [];
  const walk = (nodes: readonly unknown[], above: string, place: string, depth: number): void => {
    if (depth > DEEPEST) throw misfit(place, `may hold labels ${DEEPEST} deep`);
    nodes.forEach((node, at) => {
      const here = `${place}.${at}`;
      if (!isRecord(node) || !isRecord(node['value'])) throw misfit(here, 'must have a "value"');
      const label = readLabel(node['value'], above, `${here}.value`, labels.length);
      labels.push(label);
      const { children } = node;
      if (Array.isArray(children)) walk(children, `${label.name}.`, `${here}.children`, depth + 1);
    });
  };
  walk(roots, '', 'roots', 0);
  return labels;
}

/** Labels of a call that adds or changes some: `tag` is the whole dot path there. */
export function readLabelNodes(nodes: unknown): Label[] {
  if (!Array.isArray(nodes)) throw misfit('labelsNode', 'must be a list of labels');
  return nodes.map((node, at) => {
    if (!isRecord(node)) throw misfit(`labelsNode.${at}`, 'must be an object with "tag"');
    return readLabel(isRecord(node['value']) ? node['value'] : node, '', `labelsNode.${at}`, at);
  });
}

function readLabel(value: Json, above: string, place: string, at: number): Label {
  const { tag, displayLabel, color, attributes, displayData } = value;
  if (typeof tag !== 'string' || tag.trim() === '') throw misfit(`${place}.tag`, 'must be a text');
  const { [TOOLS_KEY]: tools, ...shown } = isRecord(displayData) ? displayData : {};
  const allowed = Array.isArray(tools) ? tools.filter((tool) => toolSchema.safeParse(tool).success) : [];
  const keys = Array.isArray(attributes) ? attributes.filter((key) => typeof key === 'string') : [];
  return {
    name: above + tag.trim(),
    color: readColour(color) ?? SAFE_PALETTE[at % SAFE_PALETTE.length] ?? '#56b4e9',
    ...(typeof displayLabel === 'string' && displayLabel !== '' && displayLabel !== tag
      ? { displayLabel }
      : {}),
    ...(keys.length > 0 ? { attributes: keys } : {}),
    ...(allowed.length > 0 ? { tools: allowed } : {}),
    ...(Object.keys(shown).length > 0 ? { displayData: shown } : {}),
  };
}

/** Labels laid over others of the same name; what is new comes last. Without `upsert` names that are there are refused. */
export function addLabels(before: readonly Label[], added: readonly Label[], upsert: boolean): Label[] {
  const merged = new Map(before.map((label) => [label.name, label]));
  for (const label of added) {
    if (!upsert && merged.has(label.name)) {
      throw new SluiceError('conflict', `The label "${label.name}" is there already.`);
    }
    merged.set(label.name, { ...merged.get(label.name), ...label });
  }
  return [...merged.values()];
}

function misfit(place: string, why: string): SluiceError {
  return new SluiceError('invalid-input', `${place} ${why}.`);
}
