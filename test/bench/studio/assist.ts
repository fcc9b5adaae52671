/** Assistance and masks, without a window: what a worker or one step of a tool takes. */
import sharp from 'sharp';
import { writeMaskPng } from '#core/formats/png/write.ts';
import { maskUnion } from '#core/geometry/mask/combine.ts';
import type { Mask } from '#core/geometry/mask/mask.ts';
import { paintLine, paintStroke } from '#core/geometry/mask/paint.ts';
import { maskToPolygons } from '#core/geometry/mask/polygon.ts';
import { writeMaskText } from '#core/geometry/mask/text.ts';
import { cutOut } from '#renderer/editor/assist/cut-out.ts';
import { edgeCost } from '#renderer/editor/assist/edge-cost.ts';
import { createLiveWire } from '#renderer/editor/assist/live-wire.ts';
import type { Pixels } from '#renderer/editor/assist/pixels.ts';
import { wand } from '#renderer/editor/assist/wand.ts';
import { type BenchReport, plainFigure } from '../support/report.ts';

/** Milliseconds of the process that the same work took before, on two megapixels of a photo and this kind of machine. */
const BEFORE = { wand: 20, cost: 111, near: 24, far: 109, cut: 230 };
const BRUSH = { shape: 'round', size: 120 } as const;
const TWELVE = { width: 4000, height: 3000 };

export async function assist(report: BenchReport): Promise<void> {
  const rounds = report.quick ? 3 : 9;
  const picture = await twoMegapixels();
  const time = (name: string, before: number | null, work: () => unknown) => {
    const ours = cpuTime(rounds, work);
    const figure = plainFigure('studio', name, 'ms cpu', ours);
    report.figure(before === null ? figure : { ...figure, anchor: before, ratio: ours / before });
  };

  time('wand, all of 2 megapixels', BEFORE.wand, () => wand(picture, { x: 800, y: 600 }, 255));
  time('edges of 2 megapixels', BEFORE.cost, () => edgeCost(picture));
  const wire = createLiveWire(edgeCost(picture));
  const line = (x: number, y: number) => () => {
    wire.anchor({ x: 700, y: 500 });
    wire.pathTo({ x, y });
  };
  time('scissors, anchor and way of 150 pixels', BEFORE.near, line(820, 590));
  time('scissors, anchor and way of 480 pixels', BEFORE.far, line(1084, 788));
  const box = { left: 480, top: 330, right: 1120, bottom: 970 };
  time('thing of 640 by 640 cut out', BEFORE.cut, () => cutOut(picture, box, () => false));

  const mask = blob();
  const next = { x: 2100, y: 1400 };
  const step = () => maskUnion(mask, paintLine(TWELVE, { x: 2060, y: 1380 }, next, BRUSH));
  time('12 megapixels: one move of the brush', null, step);
  time('12 megapixels: mask as text', null, () => writeMaskText(mask));
  time('12 megapixels: mask as PNG', null, () => writeMaskPng(mask));
  time('12 megapixels: mask as polygons', null, () =>
    maskToPolygons(mask, { leastArea: 20, tolerance: 1.5 }),
  );
  const kilobytes = (name: string, bytes: number, bar: number | null) =>
    report.figure(plainFigure('studio', name, 'kB', bytes / 1000, bar));
  // A step of the history has the mask before and after.
  const journal = writeMaskText(mask).length + writeMaskText(step()).length;
  kilobytes('12 megapixels: one stroke in the journal', journal, 100);
  kilobytes('12 megapixels: mask as PNG', writeMaskPng(mask).length, null);
}

/** A thing with a border on a ground with shades, both noisy. */
async function twoMegapixels(): Promise<Pixels> {
  const [width, height] = [1600, 1250];
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const ground = sharp({ create: { width: 400, height: 312, channels: 3, background: '#777', noise } })
    .blur(1.2)
    .tint('#7a9a70')
    .resize(width, height, { fit: 'fill' });
  const thing = Buffer.from(
    `<svg width="${width}" height="${height}"><path d="M800 400 Q1060 420 1040 660 Q1020 920 790 890 Q560 900 560 640 Q570 420 800 400Z" fill="#b0523c"/></svg>`,
  );
  const flat = await ground
    .composite([{ input: thing }])
    .png()
    .toBuffer();
  const data = await sharp(flat).ensureAlpha().raw().toBuffer();
  return { width, height, data: new Uint8Array(data) };
}

/** What a hand paints in a minute. */
function blob(): Mask {
  const way = Array.from({ length: 60 }, (_, at) => ({
    x: 2000 + 900 * Math.cos(at / 9),
    y: 1500 + 700 * Math.sin(at / 7),
  }));
  return paintStroke(TWELVE, way, BRUSH);
}

/** Of the process, the least of some rounds: what others do on the machine counts for nothing. */
function cpuTime(rounds: number, work: () => unknown): number {
  const times = Array.from({ length: rounds + 1 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times.slice(1));
}
