/**
 * Skeletons as text, which is faster to write than to draw: a joint a line with its place in a picture of 100 by 100, then
 * bones as "head - neck", then mirrored pairs as "left hand = right hand".
 */
import type { PoseTemplate } from '#core/model/recipe-settings.ts';

type Skeleton = Pick<PoseTemplate, 'joints' | 'edges' | 'mirrored'>;

/** What was read, and the lines (from 1) that could not be. */
export type ReadSkeleton = { readonly skeleton: Skeleton; readonly misread: readonly number[] };

const JOINT = /^(.+?)\s+(\d{1,3}(?:\.\d+)?)[\s,]+(\d{1,3}(?:\.\d+)?)$/;

export function writeSkeleton({ joints, edges, mirrored }: Skeleton): string {
  const name = (at: number) => joints[at]?.name ?? '';
  const share = (value: number) => String(Math.round(value * 1000) / 10);
  return [
    ...joints.map((joint) => `${joint.name} ${share(joint.x)} ${share(joint.y)}`),
    ...edges.map(([a, b]) => `${name(a)} - ${name(b)}`),
    ...mirrored.map(([a, b]) => `${name(a)} = ${name(b)}`),
  ].join('\n');
}

export function readSkeleton(text: string): ReadSkeleton {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const joints: Skeleton['joints'] = [];
  const places = new Map<string, number>();
  for (const line of lines) {
    const [, name, x, y] = JOINT.exec(line) ?? [];
    if (!name || places.has(name) || Number(x) > 100 || Number(y) > 100) continue;
    places.set(name, joints.length);
    joints.push({ name, x: Number(x) / 100, y: Number(y) / 100 });
  }
  const edges: Skeleton['edges'] = [];
  const mirrored: Skeleton['mirrored'] = [];
  const misread: number[] = [];
  for (const [at, line] of lines.entries()) {
    if (line === '' || JOINT.test(line)) continue;
    const sign = line.includes(' = ') ? ' = ' : ' - ';
    const [a, b] = line.split(sign).map((name) => places.get(name.trim()));
    if (a === undefined || b === undefined || a === b) misread.push(at + 1);
    else (sign === ' = ' ? mirrored : edges).push([a, b]);
  }
  return { skeleton: { joints, edges, mirrored }, misread };
}
