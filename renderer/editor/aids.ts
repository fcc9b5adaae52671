/** What helps to see and to place, and changes nothing that is stored: a person's own, the same on all pictures. */
import { clamp } from '#core/geometry/plane.ts';

export const CROSSHAIRS = ['drawing', 'always', 'never'] as const;
export type Crosshair = (typeof CROSSHAIRS)[number];

export type Adjustments = {
  /** Factors; 1: as the picture is. */
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  /** Above 1 dark parts get lighter. */
  readonly gamma: number;
  readonly invert: boolean;
  /** Brightness is spread over the whole range, by what there is in the picture. */
  readonly equalise: boolean;
};

export type Aids = Adjustments & {
  /** Pixels that are enlarged run into one another; else they are squares. */
  readonly smooth: boolean;
  /** Picture pixels between lines; 0: none. */
  readonly grid: number;
  /** Lines around single pixels when they are large. */
  readonly pixelGrid: boolean;
  readonly crosshair: Crosshair;
  /** What is drawn or dragged keeps to vertices, edges and the border of the picture. */
  readonly snap: boolean;
  readonly minimap: boolean;
};

export const UNADJUSTED: Adjustments = {
  brightness: 1,
  contrast: 1,
  saturation: 1,
  gamma: 1,
  invert: false,
  equalise: false,
};

export const USUAL_AIDS: Aids = {
  ...UNADJUSTED,
  smooth: false,
  grid: 0,
  pixelGrid: true,
  crosshair: 'drawing',
  snap: false,
  minimap: true,
};

/** Least and most of what is a number. */
export const RANGES = {
  brightness: [0.2, 3],
  contrast: [0.2, 4],
  saturation: [0, 3],
  gamma: [0.2, 4],
  grid: [0, 2000],
} as const satisfies Partial<Record<keyof Aids, readonly [number, number]>>;

export function isAdjusted(aids: Aids): boolean {
  return Object.entries(UNADJUSTED).some(([key, usual]) => aids[key as keyof Adjustments] !== usual);
}

/** Aids from what was kept: what does not fit is as usual. */
export function readAids(value: unknown): Aids {
  const given: Readonly<Record<string, unknown>> =
    typeof value === 'object' && value !== null ? { ...value } : {};
  const entries = Object.entries(USUAL_AIDS).map(([key, usual]) => [key, fitting(key, given[key], usual)]);
  return Object.fromEntries(entries) as Aids;
}

function fitting(key: string, value: unknown, usual: unknown): unknown {
  if (typeof value !== typeof usual) return usual;
  if (key === 'crosshair') return CROSSHAIRS.find((each) => each === value) ?? usual;
  if (typeof value !== 'number') return value;
  const [least, most] = RANGES[key as keyof typeof RANGES];
  return Number.isFinite(value) ? clamp(value, least, most) : usual;
}
