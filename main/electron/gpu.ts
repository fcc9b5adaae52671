/**
 * Whether to draw with the graphics card. Without one, Chromium may still "accelerate" by software GL, which makes
 * drawing on a canvas 10 to 20 times slower than no acceleration at all.
 */
import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { readJson, writeJson } from './json-file.ts';

/** What decides, from the outside. */
export type GpuFacts = {
  /** `SLUICE_GPU`: "on" and "off" are the person's word. */
  readonly wish: string | undefined;
  /** Names this computer's graphics as far as can be seen without starting them; null when there surely are none. */
  readonly fingerprint: string | null;
};

const memorySchema = z.object({ fingerprint: z.string(), software: z.boolean() });

/**
 * Decides before the app is ready, when it costs nothing.
 * @param memoryFile what an earlier start has found out about the same graphics
 * @returns true or false, or `unknown` when the graphics must be asked once
 */
export function decideGpu(facts: GpuFacts, memoryFile: string): boolean | 'unknown' {
  if (facts.wish === 'on') return true;
  if (facts.wish === 'off' || facts.fingerprint === null) return false;
  const memory = memorySchema.safeParse(readJson(memoryFile));
  if (!memory.success || memory.data.fingerprint !== facts.fingerprint) return 'unknown';
  return !memory.data.software;
}

export function rememberGpu(facts: GpuFacts, memoryFile: string, software: boolean): void {
  writeJson(memoryFile, { fingerprint: facts.fingerprint, software });
}

/** @param electron Electron's version: another one may use the same graphics in another way */
export function gpuFacts(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, electron: string): GpuFacts {
  const graphics = platform === 'linux' ? linuxGraphics() : [platform];
  const fingerprint = graphics.length === 0 ? null : [electron, ...graphics].join(' ');
  return { wish: env['SLUICE_GPU'], fingerprint };
}

/** Device files of graphics: the usual place, NVIDIA's own, and that of Linux inside Windows. */
function linuxGraphics(): readonly string[] {
  return [list('/dev/dri'), list('/dev').filter((name) => name === 'dxg' || name === 'nvidia0')]
    .flat()
    .sort();
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const gpuInfoSchema = z.object({
  auxAttributes: z.object({ glRenderer: z.string().optional() }).optional(),
  gpuDevice: z.array(z.object({ vendorId: z.number(), deviceId: z.number() })).optional(),
});

/** Vendor 0 is "none", 0xffff is SwiftShader; 0x1414 device 0x8c is Windows' own software renderer. */
const isSoftwareDevice = ({ vendorId, deviceId }: { vendorId: number; deviceId: number }): boolean =>
  vendorId === 0 || vendorId === 0xffff || (vendorId === 0x1414 && deviceId === 0x8c);

/** True when `app.getGPUInfo` tells of no graphics but what the processor does itself. */
export function isSoftwareGl(info: unknown): boolean {
  const parsed = gpuInfoSchema.safeParse(info);
  if (!parsed.success) return false;
  const { auxAttributes, gpuDevice = [] } = parsed.data;
  if (/swiftshader|llvmpipe|softpipe|basic render/i.test(auxAttributes?.glRenderer ?? '')) return true;
  return gpuDevice.every(isSoftwareDevice);
}
