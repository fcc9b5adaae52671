/** Every command that may have a key, whether its screen is open or not, with the keys it comes with. */
import { TOOL_NAMES } from '#renderer/editor/tools/names.ts';
import { specOf } from '#renderer/editor/tools/registry.ts';
import type { Bound } from '#renderer/ui/commands/bindings.ts';

/** Names of messages: "studio:command.fit". */
export type KnownCommand = Bound & {
  readonly keys: readonly string[];
  readonly title: string;
  readonly group: string;
  /** Of a label: its place. */
  readonly number?: number;
  readonly values?: Readonly<Record<string, string | number>>;
};

type Row = readonly [name: string, ...keys: string[]];

const rows = (prefix: string, group: string, message: (name: string) => string, table: readonly Row[]) =>
  table.map(
    ([name, ...keys]): KnownCommand => ({ id: `${prefix}.${name}`, keys, group, title: message(name) }),
  );

const tools = TOOL_NAMES.filter((tool) => tool !== 'pin').map(
  (tool): KnownCommand => ({
    id: `tool.${tool}`,
    keys: specOf(tool).keys,
    group: 'studio:group.tools',
    title: `studio:tool.${tool}`,
  }),
);

const canvas = rows('canvas', 'studio:group.canvas', (name) => `studio:command.${name}`, [
  ['zoomIn', '+', '='],
  ['zoomOut', '-'],
  ['fit', 'F'],
  ['fullSize', '0'],
  ['zoomSelection', 'Z'],
  ['keyboard', 'Shift+K'],
  ['back', 'Escape'],
]);

const edits = rows('labels', 'studio:group.labels', (name) => `studio:command.${name}`, [
  ['undo', 'mod+Z'],
  ['redo', 'mod+Shift+Z', 'mod+Y'],
  ['remove', 'Delete', 'Backspace'],
  ['hide', 'H'],
  ['selectAll', 'mod+A'],
  ['selectSame', 'mod+Shift+A'],
  ['selectGroup', 'Alt+G'],
  ['selectParts'],
  ['selectWhole'],
  ['hideOthers', 'Alt+H'],
  ['showAll', 'Alt+Shift+H'],
  ['findObject', 'mod+F'],
]);

const labels = Array.from(
  { length: 9 },
  (_, index): KnownCommand => ({
    id: `label#${index + 1}`,
    keys: [String(index + 1)],
    group: 'studio:group.labels',
    title: 'label',
    number: index + 1,
  }),
);

const items = rows('items', 'studio:group.items', (name) => `studio:command.${name}`, [
  ['previous', 'PageUp', 'ArrowLeft'],
  ['next', 'PageDown', 'ArrowRight'],
  ['nextWaiting', 'N'],
  ['nextEmpty', 'Alt+PageDown'],
  ['takeBack', 'U'],
]);

const decisions = rows('decide', 'studio:group.items', (name) => `studio:action.${name}`, [
  ['completed', 'Enter'],
  ['approved', 'A', 'Enter'],
  ['discard', 'X'],
]);

const objects = rows('objects', 'objects:group', (name) => `objects:command.${name}`, [
  ['occluded', 'Q'],
  ['locked', 'L'],
  ['group', 'mod+G'],
  ['ungroup', 'mod+Shift+G'],
  ['front', 'Shift+]'],
  ['forward', ']'],
  ['backward', '['],
  ['back', 'Shift+['],
  ['join', 'Y'],
  ['part', 'Shift+Y'],
  ['relate', 'Alt+R'],
  ['unrelate', 'Alt+Shift+R'],
  ['swapSides', 'Alt+F'],
  ['bringBack', 'Alt+J'],
  ['attributeMode', 'Shift+A'],
  ['tagMode', 'Shift+T'],
  ['nextMissing', 'Shift+J'],
]);

const forms = rows('shapes', 'studio:group.shapes', (name) => `studio:form.${name}`, [
  ['duplicate', 'mod+D'],
  ['copy', 'mod+C'],
  ['cut', 'mod+X'],
  ['paste', 'mod+V'],
  ['pastePrevious', 'mod+P'],
  ['union', 'mod+U'],
  ['subtract', 'mod+Shift+U'],
  ['intersect', 'mod+Shift+I'],
  ['join', 'mod+J'],
  ['split', 'mod+Shift+J'],
  ['fillHoles'],
  ['simplify', 'Shift+M'],
]);

const TURNS: readonly (readonly [degrees: number, key: string])[] = [
  [-15, 'Shift+Z'],
  [-1, 'Shift+X'],
  [1, 'Shift+C'],
  [15, 'Shift+V'],
];

const turns = TURNS.map(
  ([degrees, key]): KnownCommand => ({
    id: `shapes.turn.${degrees}`,
    keys: [key],
    group: 'studio:group.shapes',
    title: 'studio:form.turn',
    values: { degrees },
  }),
);

const video = rows('video', 'studio:group.video', (name) => `studio:command.video.${name}`, [
  ['play', 'K'],
  ['next', '.', 'ArrowRight'],
  ['previous', ',', 'ArrowLeft'],
  ['forward', 'Shift+ArrowRight', '>'],
  ['back', 'Shift+ArrowLeft', '<'],
  ['first', 'Home'],
  ['last', 'End'],
  ['faster', ']'],
  ['slower', '['],
  ['goTo', 'G'],
]);

const tracks = rows('tracks', 'tracks:group', (name) => `tracks:command.${name}`, [
  ['keyframe', 'D'],
  ['outside', 'Shift+D'],
  ['begin', 'Alt+['],
  ['end', 'Alt+]'],
  ['split', 'Alt+S'],
  ['merge', 'Alt+M'],
  ['propagate', 'mod+B'],
  ['next', 'Alt+.'],
  ['previous', 'Alt+,'],
  ['loop', 'Alt+K'],
  ['move'],
  ['hold'],
]);

const aids = rows('aids', 'aids:group', (name) => `aids:command.${name}`, [
  ['snap', 'Alt+X'],
  ['minimap', 'Alt+N'],
  ['pixelGrid'],
  ['smooth'],
  ['invert', 'Alt+I'],
  ['equalise', 'Alt+E'],
  ['crosshair', 'Alt+C'],
  ['brighter', 'Alt+='],
  ['darker', 'Alt+-'],
  ['moreContrast'],
  ['lessContrast'],
  ['moreGamma'],
  ['lessGamma'],
  ['moreSaturation'],
  ['lessSaturation'],
  ['grid'],
  ['reset', 'Alt+0'],
]);

const review = rows('review', 'review:group', (name) => `review:command.${name}`, [
  ['issue', 'I'],
  ['sendBack', 'S'],
]);

const window: readonly KnownCommand[] = [
  { id: 'palette.open', keys: ['mod+K', 'mod+Shift+P'], group: 'app:group.go', title: 'app:palette.open' },
  { id: 'keys.sheet', keys: ['?'], group: 'app:group.look', title: 'app:keys.sheet' },
  { id: 'import.files', keys: ['mod+I'], group: 'app:group.data', title: 'app:import.files' },
  { id: 'labels.find', keys: ['/'], group: 'studio:group.labels', title: 'studio:command.findLabel' },
];

export const CATALOGUE: readonly KnownCommand[] = [
  ...window,
  ...tools,
  ...canvas,
  ...edits,
  ...labels,
  ...items,
  ...decisions,
  ...objects,
  ...forms,
  ...turns,
  ...video,
  ...tracks,
  ...aids,
  ...review,
];
