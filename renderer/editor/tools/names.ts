/** Names of all tools, in the order of the toolbar. A tool is a folder of this name and a line in registry.ts. */
export const TOOL_NAMES = [
  'select',
  'box',
  'turned-box',
  'polygon',
  'polyline',
  'point',
  'ellipse',
  'cuboid',
  'skeleton',
  'note',
  'brush',
  'eraser',
  'fill',
  'wand',
  'cutout',
  'scissors',
  'hole',
  'knife',
  'pin',
] as const;
export type ToolName = (typeof TOOL_NAMES)[number];
