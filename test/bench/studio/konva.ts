/** Konva with the same picture and polygons in a window of the same size and of the same Electron, drawn as fast as it can. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import sharp from 'sharp';
import { installPeer } from '../support/peers.ts';
import { type BenchReport, type Figure, percentile } from '../support/report.ts';
import { PICTURE, polygonPoints } from './polygons.ts';

const SHAPES = 10_000;
const FRAMES = 60;
const WINDOW = { width: 1280, height: 800 } as const;

/** Makes of our 95th percentile the fields that compare it. */
export type Beside = (ours: number, bar: number) => Partial<Figure>;

export async function konva(report: BenchReport, env: Readonly<Record<string, string>>): Promise<Beside> {
  const peer = await installPeer('konva');
  if (!peer.ok) return () => ({ ok: false, note: `${peer.title} is not here: ${peer.reason}` });
  const library = await readFile(join(peer.folder, 'node_modules', 'konva', 'konva.min.js'), 'utf8');
  const folder = await mkdtemp(join(tmpdir(), 'sluice-konva-'));
  try {
    await writePage(folder, library);
    const times = await measure(folder, env, report.quick ? 20 : FRAMES);
    const anchor = percentile(times, 0.95);
    return (ours, bar) => ({
      anchor,
      ratio: ours / anchor,
      bar,
      ok: ours / anchor <= bar,
      note: `${peer.title}, listening and perfectDraw off`,
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function writePage(folder: string, library: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const noise = { type: 'gaussian', mean: 128, sigma: 50 } as const;
  await sharp({ create: { width: 1000, height: 750, channels: 3, background: '#777', noise } })
    .resize(PICTURE.width, PICTURE.height)
    .jpeg({ quality: 92 })
    .toFile(join(folder, 'picture.jpg'));
  const rings = polygonPoints(SHAPES).map((ring) => ring.flatMap(({ x, y }) => [x, y]));
  await writeFile(join(folder, 'shapes.js'), `globalThis.RINGS = ${JSON.stringify(rings)};`);
  await writeFile(join(folder, 'konva.js'), library);
  await writeFile(join(folder, 'index.html'), PAGE);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ main: 'main.cjs' }));
  await writeFile(join(folder, 'main.cjs'), MAIN);
}

async function measure(
  folder: string,
  env: Readonly<Record<string, string>>,
  frames: number,
): Promise<number[]> {
  const executablePath = process.env['SLUICE_TEST_ELECTRON'];
  const app = await _electron.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', '--disable-frame-rate-limit', '--disable-gpu-vsync', folder],
    env: { ...process.env, ...env } as Record<string, string>,
  });
  try {
    const page = await app.firstWindow();
    await page.waitForFunction('globalThis.ready === true', undefined, { timeout: 60_000 });
    return await page.evaluate(async (count) => {
      const { frame } = globalThis as unknown as { frame(at: number): void };
      const times: number[] = [];
      let last = await new Promise<number>(requestAnimationFrame);
      for (let at = 1; at <= count; at += 1) {
        frame(at / count);
        const now = await new Promise<number>(requestAnimationFrame);
        times.push(now - last);
        last = now;
      }
      return times;
    }, frames);
  } finally {
    await app.close();
  }
}

const MAIN = `
const { app, BrowserWindow } = require('electron');
app.disableHardwareAcceleration();
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: ${WINDOW.width}, height: ${WINDOW.height}, useContentSize: true });
  window.loadFile('index.html');
});
app.on('window-all-closed', () => app.quit());
`;

const PAGE = `<!doctype html>
<body style="margin: 0; overflow: hidden"><div id="stage"></div>
<script src="konva.js"></script><script src="shapes.js"></script>
<script>
const stage = new Konva.Stage({ container: 'stage', width: ${WINDOW.width}, height: ${WINDOW.height} });
const [below, above] = [new Konva.Layer({ listening: false }), new Konva.Layer({ listening: false })];
stage.add(below, above);
const image = new Image();
image.onload = () => {
  below.add(new Konva.Image({ image, listening: false }));
  for (const points of RINGS) {
    above.add(new Konva.Line({
      points, closed: true, fill: 'rgba(230, 159, 0, 0.1)', stroke: '#e69f00', strokeWidth: 2,
      strokeScaleEnabled: false, listening: false, perfectDraw: false, shadowForStrokeEnabled: false,
    }));
  }
  const fit = ${WINDOW.height} / ${PICTURE.height};
  globalThis.frame = (share) => {
    const scale = fit * (2 / fit) ** (0.5 - Math.cos(share * 2 * Math.PI) / 2);
    stage.scale({ x: scale, y: scale });
    stage.position({ x: 60 * Math.sin(share * 12), y: 40 * Math.sin(share * 9) });
    stage.batchDraw();
  };
  frame(0);
  globalThis.ready = true;
};
image.src = 'picture.jpg';
</script>`;
