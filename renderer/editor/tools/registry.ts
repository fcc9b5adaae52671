/** All tools by name: toolbar, keys, hints and help are made of this. */
import { boxSpec } from './box/tool.ts';
import { TOOL_NAMES, type ToolName } from './names.ts';
import { pinSpec } from './pin/tool.ts';
import { selectSpec } from './select/tool.ts';
import type { ToolSpec } from './spec.ts';
import type { Tool } from './tool.ts';

export const TOOL_SPECS = {
  select: selectSpec,
  box: boxSpec,
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
