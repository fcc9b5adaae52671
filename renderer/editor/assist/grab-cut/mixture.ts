/** What colours of one side of a cut look like: a mixture of five clouds of colours (Gaussians). */

/** Three numbers a colour, 0 to 255. */
export type Colors = Float32Array;

export type Mixture = {
  /** How unlike the side a colour is: the less likely, the larger; natural logarithm. */
  unlikeness(colors: Colors, pixel: number): number;
  /** The cloud that fits a colour best. */
  cloudOf(colors: Colors, pixel: number): number;
};

const CLOUDS = 5;
/** Rounds in which the first clouds find their places. */
const ROUNDS = 6;
/** Keeps flat clouds from becoming infinitely thin. */
const LEAST_SPREAD = 0.01;

type Cloud = {
  readonly share: number;
  readonly mean: readonly [number, number, number];
  /** Inverse of the covariance, row by row from its diagonal on: xx xy xz yy yz zz. */
  readonly inverse: readonly [number, number, number, number, number, number];
  /** Of the whole: its share over the root of its volume. */
  readonly weight: number;
};

/** The first clouds, of the given pixels: as far apart as colours go, then drawn to their middle. */
export function firstMixture(colors: Colors, pixels: Int32Array): Mixture {
  const centers = firstCenters(colors, pixels);
  const clouds = new Uint8Array(pixels.length);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, pixel] of pixels.entries()) clouds[at] = nearest(centers, colors, pixel);
    const sums = centers.map(() => [0, 0, 0, 0]);
    for (const [at, pixel] of pixels.entries()) {
      const sum = sums[clouds[at] ?? 0] ?? [];
      for (let channel = 0; channel < 3; channel++) {
        sum[channel] = (sum[channel] ?? 0) + (colors[3 * pixel + channel] ?? 0);
      }
      sum[3] = (sum[3] ?? 0) + 1;
    }
    for (const [cloud, [red = 0, green = 0, blue = 0, count = 0]] of sums.entries()) {
      if (count > 0) centers[cloud] = [red / count, green / count, blue / count];
    }
  }
  return mixtureOf(colors, pixels, clouds);
}

/** The mixture of the pixels after each has chosen the cloud of the one before that fits it best. */
export function nextMixture(before: Mixture, colors: Colors, pixels: Int32Array): Mixture {
  return mixtureOf(
    colors,
    pixels,
    Uint8Array.from(pixels, (pixel) => before.cloudOf(colors, pixel)),
  );
}

type Center = [number, number, number];

/** Each next one is the colour that is farthest from all before: no chance is in it, so the same box gives the same cut. */
function firstCenters(colors: Colors, pixels: Int32Array): Center[] {
  const colorOf = (pixel: number): Center => [
    colors[3 * pixel] ?? 0,
    colors[3 * pixel + 1] ?? 0,
    colors[3 * pixel + 2] ?? 0,
  ];
  const centers = [colorOf(pixels[pixels.length >> 1] ?? 0)];
  // Of many pixels some are enough to find places to begin at.
  const step = Math.max(1, Math.floor(pixels.length / 4000));
  while (centers.length < CLOUDS) {
    let far = 0;
    let most = -1;
    for (let at = 0; at < pixels.length; at += step) {
      const pixel = pixels[at] ?? 0;
      const color = colorOf(pixel);
      const away = Math.min(...centers.map((center) => gap(center, color)));
      if (away > most) [far, most] = [pixel, away];
    }
    centers.push(colorOf(far));
  }
  return centers;
}

function gap(a: Center, b: Center): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
}

function nearest(centers: readonly Center[], colors: Colors, pixel: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let cloud = 0; cloud < centers.length; cloud++) {
    const [red, green, blue] = centers[cloud] ?? [0, 0, 0];
    const away =
      ((colors[3 * pixel] ?? 0) - red) ** 2 +
      ((colors[3 * pixel + 1] ?? 0) - green) ** 2 +
      ((colors[3 * pixel + 2] ?? 0) - blue) ** 2;
    if (away < least) [best, least] = [cloud, away];
  }
  return best;
}

function mixtureOf(colors: Colors, pixels: Int32Array, ofPixel: Uint8Array): Mixture {
  const sums = Array.from({ length: CLOUDS }, () => new Float64Array(10));
  for (const [at, pixel] of pixels.entries()) {
    const sum = sums[ofPixel[at] ?? 0];
    if (!sum) continue;
    const red = colors[3 * pixel] ?? 0;
    const green = colors[3 * pixel + 1] ?? 0;
    const blue = colors[3 * pixel + 2] ?? 0;
    const terms = [
      1,
      red,
      green,
      blue,
      red * red,
      red * green,
      red * blue,
      green * green,
      green * blue,
      blue * blue,
    ];
    for (let term = 0; term < 10; term++) sum[term] = (sum[term] ?? 0) + (terms[term] ?? 0);
  }
  const clouds = sums.flatMap((sum) => cloudOf(sum, pixels.length) ?? []);
  return {
    unlikeness(all, pixel) {
      let likely = 0;
      for (const cloud of clouds) likely += density(cloud, all, pixel);
      return -Math.log(Math.max(likely, 1e-300));
    },
    cloudOf(all, pixel) {
      let best = 0;
      let most = -1;
      for (let cloud = 0; cloud < clouds.length; cloud++) {
        const one = clouds[cloud];
        const likely = one ? density(one, all, pixel) / one.share : 0;
        if (likely > most) [best, most] = [cloud, likely];
      }
      return best;
    },
  };
}

/** @param sum how many, the sums of the channels and of their products */
function cloudOf(sum: Float64Array, all: number): Cloud | null {
  const [count = 0, r = 0, g = 0, b = 0, rr = 0, rg = 0, rb = 0, gg = 0, gb = 0, bb = 0] = sum;
  if (count === 0) return null;
  const mean = [r / count, g / count, b / count] as const;
  const xx = rr / count - mean[0] ** 2 + LEAST_SPREAD;
  const xy = rg / count - mean[0] * mean[1];
  const xz = rb / count - mean[0] * mean[2];
  const yy = gg / count - mean[1] ** 2 + LEAST_SPREAD;
  const yz = gb / count - mean[1] * mean[2];
  const zz = bb / count - mean[2] ** 2 + LEAST_SPREAD;
  const volume = Math.max(
    1e-12,
    xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz),
  );
  const inverse = [
    (yy * zz - yz * yz) / volume,
    (xz * yz - xy * zz) / volume,
    (xy * yz - xz * yy) / volume,
    (xx * zz - xz * xz) / volume,
    (xy * xz - xx * yz) / volume,
    (xx * yy - xy * xy) / volume,
  ] as const;
  const share = count / all;
  return { share, mean, inverse, weight: share / Math.sqrt(volume) };
}

function density({ mean, inverse, weight }: Cloud, colors: Colors, pixel: number): number {
  const x = (colors[3 * pixel] ?? 0) - mean[0];
  const y = (colors[3 * pixel + 1] ?? 0) - mean[1];
  const z = (colors[3 * pixel + 2] ?? 0) - mean[2];
  const [xx, xy, xz, yy, yz, zz] = inverse;
  const away = x * x * xx + y * y * yy + z * z * zz + 2 * (x * y * xy + x * z * xz + y * z * yz);
  return weight * Math.exp(-0.5 * away);
}
