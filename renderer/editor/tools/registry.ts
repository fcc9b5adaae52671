/** All tools by name: toolbar, keys, hints and help are made of this. */
import { boxSpec } from './box/tool.ts';
import { brushSpec, eraserSpec } from './brush/tool.ts';
import { cuboidSpec } from './cuboid/tool.ts';
import { cutoutSpec } from './cutout/tool.ts';
import { ellipseSpec } from './ellipse/tool.ts';
import { fillSpec } from './fill/tool.ts';
import { holeSpec } from './hole/tool.ts';
import { knifeSpec } from './knife/tool.ts';
import { TOOL_NAMES, type ToolName } from './names.ts';
import { noteSpec } from './note/tool.ts';
import { pinSpec } from './pin/tool.ts';
import { pointSpec } from './point/tool.ts';
import { polygonSpec } from './polygon/tool.ts';
import { polylineSpec } from './polyline/tool.ts';
import { scissorsSpec } from './scissors/tool.ts';
import { selectSpec } from './select/tool.ts';
import { skeletonSpec } from './skeleton/tool.ts';
import type { ToolSpec } from './spec.ts';
import type { Tool } from './tool.ts';
import { turnedBoxSpec } from './turned-box/tool.ts';
import { wandSpec } from './wand/tool.ts';

export const TOOL_SPECS = {
  select: selectSpec,
  box: boxSpec,
  'turned-box': turnedBoxSpec,
  polygon: polygonSpec,
  polyline: polylineSpec,
  point: pointSpec,
  ellipse: ellipseSpec,
  cuboid: cuboidSpec,
  skeleton: skeletonSpec,
  note: noteSpec,
  brush: brushSpec,
  eraser: eraserSpec,
  fill: fillSpec,
  wand: wandSpec,
  cutout: cutoutSpec,
  scissors: scissorsSpec,
  hole: holeSpec,
  knife: knifeSpec,
  pin: pinSpec,
} as const satisfies Record<ToolName, ToolSpec>;

export function specOf(name: ToolName): ToolSpec {
  return TOOL_SPECS[name];
}

/** Tools of the toolbar, in its order. */
export function toolsOf(group: ToolSpec['group']): ToolName[] {
  return TOOL_NAMES.filter((name) => specOf(name).group === group);
}

export function createTools(): Readonly<Record<ToolName, Tool>> {
  const made = TOOL_NAMES.map((name) => [name, specOf(name).create()] as const);
  return Object.fromEntries(made) as Record<ToolName, Tool>;
}
