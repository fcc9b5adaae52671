/** How each drawing tool is used by hand and by keys, on the rig's picture of 400 by 300. */
import type { Geometry } from '#core/model/annotation.ts';
import type { ToolName } from '#renderer/editor/tools/names.ts';
import type { Hand } from './rig.ts';

type At = readonly [x: number, y: number];

export type Method = {
  readonly type: Geometry['type'];
  draw(hand: Hand): void;
  /** Where the first drag takes hold to change its form, and where to; null: only as a whole. */
  readonly edit: readonly [At, At] | null;
  /** A place from which it is moved. */
  readonly inside: At;
  /** Steps by arrow keys: each goes to a place and presses Enter there; the last one twice where it must be ended. */
  readonly keys: readonly At[];
  readonly ends?: boolean;
};

const drag = (from: At, to: At) => (hand: Hand) => hand.drag(from, to);
const clicks =
  (...places: readonly At[]) =>
  (hand: Hand) => {
    for (const [x, y] of places) hand.click(x, y);
  };

/** What fits into a box that is dragged from corner to corner. */
const stretched = (type: Method['type']): Method => ({
  type,
  draw: drag([100, 100], [200, 180]),
  edit: [
    [200, 180],
    [230, 200],
  ],
  inside: [150, 140],
  keys: [
    [100, 100],
    [200, 180],
  ],
});

export const METHODS: Partial<Record<ToolName, Method>> = {
  box: stretched('box'),
  'turned-box': {
    type: 'box',
    draw: clicks([100, 100], [180, 160], [150, 200]),
    edit: [
      [180, 160],
      [190, 150],
    ],
    inside: [125, 145],
    keys: [
      [100, 100],
      [180, 160],
      [150, 200],
    ],
  },
  polygon: {
    type: 'segment',
    draw: clicks([100, 100], [200, 100], [200, 200], [100, 100]),
    edit: [
      [200, 200],
      [240, 220],
    ],
    inside: [170, 130],
    keys: [
      [100, 100],
      [200, 100],
      [200, 200],
    ],
    ends: true,
  },
  polyline: {
    type: 'polyline',
    draw(hand) {
      clicks([100, 100], [200, 120], [220, 200])(hand);
      hand.editor.finish();
    },
    edit: [
      [220, 200],
      [240, 220],
    ],
    inside: [125, 105],
    keys: [
      [100, 100],
      [200, 120],
    ],
    ends: true,
  },
  point: { type: 'point', draw: clicks([120, 130]), edit: null, inside: [120, 130], keys: [[120, 130]] },
  ellipse: stretched('ellipse'),
  cuboid: {
    type: 'cube',
    draw: clicks([100, 100], [200, 180], [230, 150]),
    edit: [
      [230, 150],
      [240, 160],
    ],
    inside: [130, 130],
    keys: [
      [100, 100],
      [200, 180],
      [230, 150],
    ],
  },
  note: stretched('note'),
  brush: {
    type: 'binary',
    draw: drag([100, 100], [200, 100]),
    edit: null,
    inside: [150, 100],
    keys: [
      [100, 100],
      [200, 100],
    ],
  },
};
