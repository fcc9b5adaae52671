/** What a snippet finds in its item and its context, for completion while it is written. */
import type { Graph } from '#core/model/graph.ts';
import { variablesOf } from '#core/pipeline/variables.ts';

export type CodeField = {
  readonly name: string;
  readonly type: string;
  readonly fields?: readonly CodeField[];
  /** Of a list: what each element has. */
  readonly each?: readonly CodeField[];
};

const text = (name: string): CodeField => ({ name, type: 'string' });
const number = (name: string): CodeField => ({ name, type: 'number' });
const object = (name: string, ...fields: readonly CodeField[]): CodeField => ({
  name,
  type: 'object',
  fields,
});

/** Of an annotation, in the shape in which snippets get it. */
export const ANNOTATION_FIELDS: readonly CodeField[] = [
  text('id'),
  text('annotationId'),
  text('itemId'),
  text('datasetId'),
  text('label'),
  text('type'),
  text('creator'),
  text('createdAt'),
  text('updatedAt'),
  text('updatedBy'),
  object('attributes'),
  { name: 'coordinates', type: 'array | object' },
  object('metadata', object('system', object('attributes'))),
];

/** Of an item, in the shape in which snippets get it. */
export const ITEM_FIELDS: readonly CodeField[] = [
  text('id'),
  text('datasetId'),
  text('name'),
  text('dir'),
  text('filename'),
  text('type'),
  { name: 'hidden', type: 'boolean' },
  { name: 'annotated', type: 'boolean | "discarded"' },
  number('annotationsCount'),
  text('createdAt'),
  text('updatedAt'),
  text('mimetype'),
  { name: 'status', type: 'string | null' },
  { name: 'srcItem', type: 'string | null' },
  { name: 'annotations', type: 'array', each: ANNOTATION_FIELDS },
  object(
    'metadata',
    object(
      'system',
      text('mimetype'),
      number('size'),
      { name: 'width', type: 'number | null' },
      { name: 'height', type: 'number | null' },
      object('tags'),
      { name: 'refs', type: 'array' },
    ),
    object('user'),
  ),
];

/** Of the context, with the variables of this pipeline and the settings of this node. */
export function contextFields(graph: Graph, config: readonly string[]): readonly CodeField[] {
  return [
    { name: 'action', type: '(name: string) => void' },
    object('config', ...config.map((name): CodeField => ({ name, type: 'any' }))),
    object('variables', ...variablesOf(graph).map(({ name, type }): CodeField => ({ name, type }))),
    { name: 'pipelineId', type: 'string | null' },
    text('nodeId'),
    text('nodeName'),
    { name: 'projectId', type: 'string | null' },
    { name: 'cycleId', type: 'string | null' },
    { name: 'executionId', type: 'string | null' },
    number('time'),
  ];
}

export type CodeScope = { readonly item: readonly CodeField[]; readonly context: readonly CodeField[] };

/** What the snippet calls its item and its context. */
function parameters(code: string): readonly [item: string, context: string] {
  const named = /function\s*\w*\s*\(\s*([\w$]+)[^,)]*(?:,\s*([\w$]+))?/.exec(code);
  const arrow = /\(\s*([\w$]+)[^,)]*(?:,\s*([\w$]+)[^)]*)?\)[^=;{]*=>/.exec(code);
  const found = named ?? arrow;
  return [found?.[1] ?? 'item', found?.[2] ?? 'context'];
}

/**
 * The fields that may come after what was written.
 * @param path as it stands before the place: "item.metadata.", "item.annotations[0]."
 * @returns null when it is nothing that is known.
 */
export function fieldsAt(code: string, path: string, scope: CodeScope): readonly CodeField[] | null {
  const [head, ...rest] = path.split(/\??\./).slice(0, -1);
  const [item, context] = parameters(code);
  let fields =
    head === item || head === 'item'
      ? scope.item
      : head === context || head === 'context'
        ? scope.context
        : head === 'annotation'
          ? ANNOTATION_FIELDS
          : null;
  for (const step of rest) {
    const name = step.replace(/\[[^\]]*\]$/, '');
    const field = fields?.find((one) => one.name === name);
    fields = (name === step ? field?.fields : field?.each) ?? null;
  }
  return fields;
}
