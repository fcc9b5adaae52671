/**
 * The scene of the sample clip: a street seen from above, with cars, people, roofs and trees. Pure: it only writes
 * ffmpeg filter expressions. Measures are pixels of a picture 540 high and are scaled to the one asked for.
 */

export type SampleScene = {
  /** Pixels; even numbers. */
  readonly width: number;
  readonly height: number;
  /** Frames per second. */
  readonly fps: number;
  /** Same seed, same clip. */
  readonly seed: number;
};

type Mover = {
  readonly sprite: string;
  readonly x: string;
  readonly y: number;
};

const CAR_COLOURS = ['c0392b', '2e6fb7', 'e8e8e6', '2f3640', 'e0a526', '3a9d6e', '8e9aa6', 'd96b2b'] as const;
const ROOF_COLOURS = ['a65a45', '8f8a80', '7d6b5d', '9aa3a8', 'b0764f'] as const;
const COAT_COLOURS = ['d35454', '4f7fd1', 'e5c04b', '9b59b6', 'f2f2f2', '3d9970'] as const;

const LANE = 54;
const ROAD_TOP = 166;
const ROAD_BOTTOM = ROAD_TOP + 4 * LANE;
const PAVEMENT = 34;
/** Room around a sprite for its shadow. */
const SHADOW = 6;

/** The whole filter graph; its output pad is `[out]` and it never ends by itself. */
export function sceneFilter(scene: SampleScene): string {
  const draw = painter(scene);
  const steps = [...still(draw), ...moving(draw)];
  return steps.join(';');
}

/** Everything that stands still: painted once, then repeated. */
function still(draw: Painter): readonly string[] {
  const { px, width, height, fps } = draw;
  const boxes = [...pavements(draw), ...road(draw), ...roofs(draw)].join(',');
  const steps = [`${grass(width, height)},${boxes}[ground0]`];
  const trees = treePlaces(draw);
  trees.forEach(({ x, y, size }, position) => {
    steps.push(`${treeSprite(px(size), position)}[tree${position}]`);
    steps.push(`[ground${position}][tree${position}]overlay=x=${x}:y=${y}[ground${position + 1}]`);
  });
  const repeat = `loop=loop=-1:size=1:start=0,setpts=N/(${fps}*TB),fps=${fps},format=yuv420p`;
  return [...steps, `[ground${trees.length}]${repeat}[scene0]`];
}

function moving(draw: Painter): readonly string[] {
  const movers = [...people(draw), ...traffic(draw)];
  const steps = movers.flatMap(({ sprite, x, y }, position) => [
    `${sprite}[mover${position}]`,
    `[scene${position}][mover${position}]overlay=x='${x}':y=${y}:eval=frame[scene${position + 1}]`,
  ]);
  return [...steps, `[scene${movers.length}]format=yuv420p[out]`];
}

/** Mown grass: soft patches, fine grain. Made at half size, as every pixel of it costs an expression. */
function grass(width: number, height: number): string {
  const grain = 'mod(abs(sin(X*12.9898+Y*78.233)*43758.5453),1)';
  const patches = 'sin(X/23)*cos(Y/17)+sin((X+Y)/41)';
  const size = `${Math.ceil(width / 2)}x${Math.ceil(height / 2)}`;
  const luma = `96+6*(${patches})+16*${grain}`;
  const field = `color=c=black:s=${size}:r=1,trim=end_frame=1,format=yuv444p`;
  return `${field},geq=lum='${luma}':cb='106+2*(${patches})':cr='116',scale=${width}:${height}:flags=bicubic`;
}

function pavements({ box }: Painter): readonly string[] {
  return [ROAD_TOP - PAVEMENT, ROAD_BOTTOM].flatMap((y) => [
    box(0, y, Number.POSITIVE_INFINITY, PAVEMENT, 'c9c4b8'),
    ...Array.from({ length: 60 }, (_, tile) => box(tile * 34, y, 1, PAVEMENT, 'b3aea2')),
  ]);
}

function road({ box }: Painter): readonly string[] {
  const everywhere = Number.POSITIVE_INFINITY;
  const boxes = [
    box(0, ROAD_TOP - 4, everywhere, 4, '8d897f'),
    box(0, ROAD_TOP, everywhere, 4 * LANE, '55585c'),
    box(0, ROAD_BOTTOM, everywhere, 4, '8d897f'),
    box(0, ROAD_TOP + 2 * LANE - 4, everywhere, 3, 'd9b23c'),
    box(0, ROAD_TOP + 2 * LANE + 2, everywhere, 3, 'd9b23c'),
  ];
  for (const lane of [1, 3]) {
    for (let dash = 0; dash < 40; dash += 1)
      boxes.push(box(dash * 64 + 10, ROAD_TOP + lane * LANE - 2, 34, 3, 'e9e9e4'));
  }
  for (let bar = 0; bar < 12; bar += 1) boxes.push(box(610, ROAD_TOP + 6 + bar * 18, 52, 9, 'e9e9e4'));
  return boxes;
}

function roofs({ box, random, width, scale }: Painter): readonly string[] {
  const boxes: string[] = [];
  let x = -30 + random() * 20;
  while (x * scale < width) {
    const [w, h] = [110 + random() * 90, 62 + random() * 38];
    const colour = pick(ROOF_COLOURS, random);
    boxes.push(box(x + 8, 18, w, h + 8, '000000@0.30'), box(x, 10, w, h, colour));
    boxes.push(box(x, 10, w, h / 2, 'ffffff@0.10'), box(x, 9 + h / 2, w, 2, '000000@0.25'));
    boxes.push(box(x + w * 0.2, 10 + h * 0.15, 14, 12, '3b3b3b@0.8'));
    boxes.push(box(x + w * 0.6, 10 + h * 0.62, 26, 14, '9fc3dd@0.9'));
    x += w + 24 + random() * 40;
  }
  return boxes;
}

function treePlaces({
  random,
  width,
  scale,
  px,
}: Painter): ReadonlyArray<{ x: number; y: number; size: number }> {
  const places: { x: number; y: number; size: number }[] = [];
  for (let x = 10; x * scale < width; x += 78 + random() * 60) {
    const size = 46 + random() * 34;
    places.push({ x: px(x), y: px(ROAD_BOTTOM + PAVEMENT + 4 + random() * 40), size });
  }
  return places;
}

/** A round crown with light from the upper left and a shadow to the lower right. */
function treeSprite(size: number, variant: number): string {
  const [r, side] = [size / 2, size + 2 * SHADOW];
  const crown = `hypot(X-${r},Y-${r})+2*sin(7*atan2(Y-${r},X-${r})+${variant})`;
  const inside = `lt(${crown},${r - 2})`;
  const shade = `(1-0.5*hypot(X-${r * 0.7},Y-${r * 0.7})/${size})`;
  const leaves = `(0.86+0.14*sin(X*0.9+${variant})*sin(Y*0.8))`;
  const shadow = `90*lt(hypot(X-${r + SHADOW},Y-${r + SHADOW}),${r - 2})`;
  const colour = (value: number) => `${inside}*${value}*${shade}*${leaves}`;
  return sprite(side, side, [colour(92), colour(150), colour(74)], `if(${inside},255,${shadow})`);
}

/** Two lanes each way; the cars of a lane share its speed, so they never run into each other. */
function traffic({ random, px, width, scale }: Painter): readonly Mover[] {
  return [0, 1, 2, 3].flatMap((lane) => {
    const rightwards = lane >= 2;
    const step = Math.max(2, Math.round((2.5 + random() * 2 + (lane === 1 || lane === 2 ? 1.5 : 0)) * scale));
    const span = width + px(260);
    const cars = Math.max(1, Math.round(width / scale / 340));
    return Array.from({ length: cars }, (_, car): Mover => {
      const long = random() < 0.2;
      const [length, breadth] = [px(long ? 150 : 86 + random() * 14), px(long ? 42 : 36 + random() * 4)];
      const start = Math.round(((car + 0.25 + random() * 0.4) * span) / cars);
      const travelled = `mod(${start}+${step}*n,${span})`;
      return {
        sprite: vehicleSprite(length, breadth, pick(CAR_COLOURS, random), long, rightwards),
        x: rightwards ? `${travelled}-${px(200)}` : `${width + px(40)}-${travelled}`,
        y: px(ROAD_TOP + lane * LANE + LANE / 2) - Math.round(breadth / 2),
      };
    });
  });
}

function vehicleSprite(w: number, h: number, colour: string, long: boolean, rightwards: boolean): string {
  const radius = Math.round(h * (long ? 0.14 : 0.3));
  const rounded = (dx: number, dy: number) =>
    `hypot(max(abs(X-${w / 2 + dx})-${w / 2 - radius},0),max(abs(Y-${h / 2 + dy})-${h / 2 - radius},0))`;
  const body = `lte(${rounded(0, 0)},${radius})`;
  const shadow = `95*lte(${rounded(SHADOW - 2, SHADOW - 1)},${radius})`;
  const shine = `(0.78+0.3*sin(PI*Y/${h}))`;
  const channels = [0, 2, 4].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
  const painted = channels.map((value) => `if(${body},min(255,${value}*${shine}),0)`);
  const glass = '1d2b38@0.92';
  const part = (x: number, y: number, bw: number, bh: number, paint: string) =>
    `drawbox=x=${Math.round((rightwards ? x : 1 - x - bw) * w)}:y=${Math.round(y * h)}:w=${Math.max(2, Math.round(bw * w))}` +
    `:h=${Math.max(2, Math.round(bh * h))}:color=0x${paint}:t=fill`;
  const parts = long
    ? [
        part(0.9, 0.12, 0.06, 0.76, glass),
        part(0.1, 0.2, 0.74, 0.6, 'ffffff@0.16'),
        part(0.3, 0.4, 0.2, 0.2, '000000@0.2'),
      ]
    : [
        part(0.62, 0.16, 0.12, 0.68, glass),
        part(0.16, 0.18, 0.09, 0.64, glass),
        part(0.27, 0.18, 0.33, 0.64, 'ffffff@0.14'),
      ];
  const lights = [0.08, 0.76].flatMap((y) => [
    part(0.965, y, 0.03, 0.16, 'fff3c4'),
    part(0.01, y, 0.025, 0.16, 'c22f25'),
  ]);
  const paintedSprite = sprite(w + SHADOW, h + SHADOW, painted, `if(${body},255,${shadow})`);
  return `${paintedSprite},${[...parts, ...lights].join(',')}`;
}

/** People on both pavements: shoulders and a head. */
function people({ random, px, width }: Painter): readonly Mover[] {
  return Array.from({ length: 6 }, (_, person): Mover => {
    const upper = person % 2 === 0;
    const size = px(20);
    const [c, head] = [size / 2, size * 0.22];
    const coat = pick(COAT_COLOURS, random);
    const body = `lte(hypot((X-${c})*1.5,Y-${c}),${c - 1})`;
    const hair = `lte(hypot(X-${c},Y-${c}),${head})`;
    const channels = [0, 2, 4].map((from) => Number.parseInt(coat.slice(from, from + 2), 16));
    const painted = channels.map((value, channel) => `if(${hair},${[70, 48, 36][channel] ?? 40},${value})`);
    const span = width + 2 * size;
    const walked = `mod(${Math.round(random() * span)}+floor(n*${(0.7 + random() * 0.7).toFixed(2)}),${span})`;
    return {
      sprite: sprite(size, size, painted, `255*${body}`),
      x: person % 3 === 0 ? `${width}-${walked}` : `${walked}-${size}`,
      y: px((upper ? ROAD_TOP - PAVEMENT : ROAD_BOTTOM + 3) + 2 + random() * 8),
    };
  });
}

/** One transparent picture; an overlay goes on showing it. */
function sprite(width: number, height: number, channels: readonly string[], alpha: string): string {
  const [r = '0', g = '0', b = '0'] = channels;
  const canvas = `color=c=black@0:s=${width}x${height}:r=1,trim=end_frame=1,format=rgba`;
  return `${canvas},geq=r='${r}':g='${g}':b='${b}':a='${alpha}'`;
}

type Painter = SampleScene & {
  readonly scale: number;
  readonly random: () => number;
  /** Scaled and rounded. */
  px(value: number): number;
  /** A filled rectangle on the ground. */
  box(x: number, y: number, w: number, h: number, colour: string): string;
};

function painter(scene: SampleScene): Painter {
  const scale = scene.height / 540;
  const px = (value: number) => Math.round(value * scale);
  const box = (x: number, y: number, w: number, h: number, colour: string) => {
    const right = w === Number.POSITIVE_INFINITY ? scene.width : Math.max(1, px(w));
    return `drawbox=x=${px(x)}:y=${px(y)}:w=${right}:h=${Math.max(1, px(h))}:color=0x${colour}:t=fill`;
  };
  return { ...scene, scale, random: seededRandom(scene.seed), px, box };
}

function pick<T>(values: readonly [T, ...T[]], random: () => number): T {
  return values[Math.floor(random() * values.length)] ?? values[0];
}

/** Numbers in [0, 1) that depend on the seed alone (a 32-bit multiply-and-mix generator). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
