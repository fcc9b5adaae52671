/**
 * Skeletons to begin with, as a person would type them. Names and bones of the person are those of COCO's 17 keypoints, of
 * the hand the usual 21 landmarks, of the face the five points that face detectors give; places are our own drawing.
 */
const FINGERS = ['thumb', 'index', 'middle', 'ring', 'little'] as const;
/** Where each finger begins and where its tip is. */
const REACH = [
  [38, 78, 8, 46],
  [40, 52, 28, 8],
  [51, 48, 50, 2],
  [61, 51, 70, 8],
  [70, 57, 88, 22],
] as const;
const PARTS = ['1', '2', '3', 'tip'] as const;

function hand(): string {
  const joints = FINGERS.flatMap((finger, at) => {
    const [x, y, tipX, tipY] = REACH[at] ?? [50, 50, 50, 0];
    return PARTS.map((part, step) => {
      const share = step / (PARTS.length - 1);
      return `${finger} ${part} ${Math.round(x + (tipX - x) * share)} ${Math.round(y + (tipY - y) * share)}`;
    });
  });
  const bones = FINGERS.flatMap((finger) => [
    `wrist - ${finger} 1`,
    ...PARTS.slice(1).map((part, at) => `${finger} ${PARTS[at]} - ${finger} ${part}`),
  ]);
  return ['wrist 50 98', ...joints, ...bones].join('\n');
}

const PAIRS = ['eye', 'ear', 'shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle'] as const;
/** Of the joint on the person's right, which is on the left of the picture. */
const PLACES = [
  [45, 5],
  [40, 7],
  [30, 20],
  [21, 36],
  [16, 50],
  [38, 52],
  [36, 74],
  [35, 96],
] as const;

function person(): string {
  const joints = PAIRS.flatMap((name, at) => {
    const [x, y] = PLACES[at] ?? [50, 50];
    return [`left ${name} ${100 - x} ${y}`, `right ${name} ${x} ${y}`];
  });
  const both = (from: string, to: string) =>
    ['left', 'right'].map((side) => `${side} ${from} - ${side} ${to}`);
  const bones = [
    ...['left', 'right'].map((side) => `nose - ${side} eye`),
    'left eye - right eye',
    ...both('eye', 'ear'),
    ...both('ear', 'shoulder'),
    'left shoulder - right shoulder',
    ...both('shoulder', 'elbow'),
    ...both('elbow', 'wrist'),
    ...both('shoulder', 'hip'),
    'left hip - right hip',
    ...both('hip', 'knee'),
    ...both('knee', 'ankle'),
  ];
  const mirrored = PAIRS.map((name) => `left ${name} = right ${name}`);
  return ['nose 50 9', ...joints, ...bones, ...mirrored].join('\n');
}

const FACE = [
  'left eye 70 30',
  'right eye 30 30',
  'nose 50 55',
  'left mouth corner 66 78',
  'right mouth corner 34 78',
  'left eye = right eye',
  'left mouth corner = right mouth corner',
].join('\n');

export const READY_POSES = { person: person(), hand: hand(), face: FACE } as const;
export type ReadyPose = keyof typeof READY_POSES;
