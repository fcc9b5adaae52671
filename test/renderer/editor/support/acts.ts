/** What a person may do in the editor, drawn at random: for what must hold whatever was done. */
import { ALIGNMENTS } from '#core/geometry/align.ts';
import { AREA_TYPES } from '#core/geometry/convert.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { ToolName } from '#renderer/editor/tools/names.ts';
import { fc } from '#test/support/property.ts';
import { METHODS, type Method } from './methods.ts';
import { type Hand, LABELS, PICTURE } from './rig.ts';

export type Act = {
  /** What is done, for whoever reads that it went wrong. */
  readonly words: string;
  perform(hand: Hand): unknown;
};

/** An act that says in a failing example what it is. */
export function act(words: string, perform: Act['perform']): Act {
  return Object.assign({ words, perform }, { [fc.toStringMethod]: () => words });
}

const place = fc.record({
  x: fc.integer({ min: 0, max: PICTURE.width }),
  y: fc.integer({ min: 0, max: PICTURE.height }),
});
const keys = fc.record({ shift: fc.boolean(), alt: fc.boolean() });
const text = fc.constantFrom('', 'red', 'Straße 😀', '"quoted" \\ \n');
const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(undefined));
const inWords = (what: unknown) => JSON.stringify(what);

/** The objects from the nth on, as many as there are. */
function some({ editor }: Hand, from: number, count: number): AnnotationId[] {
  const ids = [...editor.state.get().annotations.keys()];
  return ids.slice(from % Math.max(1, ids.length)).slice(0, count);
}

const SIMPLE: Readonly<Record<string, Act['perform']>> = {
  duplicate: ({ editor }) => editor.forms.duplicate(),
  copy: ({ editor }) => editor.forms.copy(),
  cut: ({ editor }) => editor.forms.cut(),
  paste: ({ editor }) => editor.forms.paste(),
  merge: ({ editor }) => editor.forms.combine('union'),
  subtract: ({ editor }) => editor.forms.combine('subtract'),
  intersect: ({ editor }) => editor.forms.combine('intersect'),
  split: ({ editor }) => editor.forms.split(),
  'join lines': ({ editor }) => editor.forms.join(),
  'fill holes': ({ editor }) => editor.forms.fillHoles(),
  simplify: ({ editor }) => editor.forms.simplify(),
  'distribute across': ({ editor }) => editor.forms.distribute('x'),
  'distribute down': ({ editor }) => editor.forms.distribute('y'),
  'to a mask': ({ editor }) => editor.forms.convert('binary'),
  delete: ({ editor }) => editor.remove(),
  occluded: ({ editor }) => editor.objects.toggle('occluded'),
  locked: ({ editor }) => editor.objects.toggle('locked'),
  group: ({ editor }) => editor.objects.group(),
  ungroup: ({ editor }) => editor.objects.ungroup(),
  'make parts of the last': ({ editor }) => editor.objects.join(),
  'make parts of none': ({ editor }) => editor.objects.setParent(null),
  finish: ({ editor }) => editor.finish(),
  'step back': ({ editor }) => editor.cancel(),
};

const drawing = fc
  .constantFrom(...(Object.entries(METHODS) as [ToolName, Method][]))
  .map(([tool, { draw }]) =>
    act(`draw with ${tool}`, (hand) => {
      hand.editor.takeTool(tool);
      draw(hand);
    }),
  );

/** Presses, moves and lets go, with whatever tool that can be dragged. */
const dragging = fc
  .tuple(
    fc.constantFrom<ToolName>('select', 'select', 'brush', 'eraser', 'box', 'ellipse'),
    place,
    place,
    keys,
  )
  .map(([tool, from, to, held]) =>
    act(`drag ${tool} from ${inWords(from)} to ${inWords(to)}, ${inWords(held)}`, (hand) => {
      hand.editor.takeTool(tool);
      hand.drag([from.x, from.y], [to.x, to.y], held);
    }),
  );

/** Clicks at places, with whatever tool that is clicked, and ends what comes of it. */
const clicking = fc
  .tuple(
    fc.constantFrom<ToolName>('select', 'polygon', 'polyline', 'hole', 'knife', 'fill'),
    fc.array(place, { minLength: 1, maxLength: 5 }),
    keys,
  )
  .map(([tool, places, held]) =>
    act(`click ${tool} at ${inWords(places)}, ${inWords(held)}`, (hand) => {
      hand.editor.takeTool(tool);
      for (const { x, y } of places) hand.click(x, y, held);
      hand.editor.finish();
    }),
  );

const selecting = fc
  .tuple(fc.nat(9), fc.integer({ min: 1, max: 3 }))
  .map(([from, count]) =>
    act(`select ${count} from ${from}`, (hand) => hand.editor.select(some(hand, from, count))),
  );

const nudging = fc
  .tuple(
    fc.integer({ min: -20, max: 20 }),
    fc.integer({ min: -20, max: 20 }),
    fc.constantFrom('move', 'resize'),
  )
  .map(([dx, dy, how]) =>
    act(`${how} by arrow keys ${dx}, ${dy}`, ({ editor }) => {
      editor.nudge.press(dx, dy, how);
      editor.nudge.press(dx, 0, how);
      editor.nudge.end();
    }),
  );

/** What is said of objects and of the item. */
const saying = fc.oneof(
  fc
    .constantFrom(...LABELS, { name: 'gone from the recipe' })
    .map(({ name }) => act(`call it ${name}`, ({ editor }) => editor.chooseLabel(name))),
  fc
    .tuple(fc.nat(9), fc.constantFrom(...LABELS))
    .map(([from, { name }]) =>
      act(`call two from ${from} ${name}`, (hand) => hand.editor.relabel(some(hand, from, 2), name)),
    ),
  fc
    .tuple(fc.constantFrom('colour', 'state'), value)
    .map(([key, said]) =>
      act(`${key} is ${inWords(said)}`, ({ editor }) => editor.objects.setAttributes({ [key]: said })),
    ),
  fc
    .tuple(fc.constantFrom('weather', 'place'), value)
    .map(([key, said]) =>
      act(`of the item ${key} is ${inWords(said)}`, ({ editor }) =>
        editor.whole.setItemAttributes({ [key]: said }),
      ),
    ),
  fc
    .tuple(fc.constantFrom('night', 'rain'), fc.boolean())
    .map(([tag, single]) =>
      act(`tag ${tag}${single ? ' alone' : ''}`, ({ editor }) => editor.whole.toggleTag(tag, single)),
    ),
  fc
    .constantFrom(null, '1', '2')
    .map((instanceId) =>
      act(`instance ${instanceId}`, ({ editor }) => editor.objects.setFlags({ instanceId })),
    ),
  fc.nat(9).map((from) =>
    act(`parts of object ${from}`, (hand) => {
      const [parent] = some(hand, from, 1);
      if (parent) hand.editor.objects.setParent(parent);
    }),
  ),
  fc
    .constantFrom('front' as const, 'forward' as const, 'backward' as const, 'back' as const)
    .map((step) => act(`order: ${step}`, ({ editor }) => editor.objects.order(step))),
  text.map((body) =>
    act(`write ${inWords(body)}`, ({ editor }) => {
      const notes = [...editor.state.get().annotations.values()];
      const note = notes.find(({ geometry }) => geometry.type === 'note');
      if (note) editor.forms.write(note.id, body);
    }),
  ),
);

const forming = fc.oneof(
  fc.constantFrom(...ALIGNMENTS).map((to) => act(`align to ${to}`, ({ editor }) => editor.forms.align(to))),
  fc.constantFrom(...AREA_TYPES).map((to) => act(`to a ${to}`, ({ editor }) => editor.forms.convert(to))),
  fc
    .integer({ min: -90, max: 90 })
    .map((by) => act(`turn by ${by}`, ({ editor }) => editor.forms.rotate(by))),
);

export const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: drawing },
  { weight: 3, arbitrary: dragging },
  { weight: 2, arbitrary: clicking },
  { weight: 4, arbitrary: selecting },
  { weight: 2, arbitrary: nudging },
  { weight: 4, arbitrary: saying },
  { weight: 2, arbitrary: forming },
  {
    weight: 6,
    arbitrary: fc.constantFrom(...Object.entries(SIMPLE)).map(([words, perform]) => act(words, perform)),
  },
);
