/** Signs of the tools in the toolbar. */
import {
  IconBrush,
  IconBucketDroplet,
  IconCube,
  IconEraser,
  IconLine,
  IconMapPin,
  IconMessage2,
  IconOvalVertical,
  IconPoint,
  IconPointer,
  IconPolygon,
  IconRotateRectangle,
  IconSquareDashed,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ToolName } from '#renderer/editor/tools/names.ts';

export const TOOL_ICONS: Readonly<Record<ToolName, TablerIcon>> = {
  select: IconPointer,
  box: IconSquareDashed,
  'turned-box': IconRotateRectangle,
  polygon: IconPolygon,
  polyline: IconLine,
  point: IconPoint,
  ellipse: IconOvalVertical,
  cuboid: IconCube,
  note: IconMessage2,
  brush: IconBrush,
  eraser: IconEraser,
  fill: IconBucketDroplet,
  pin: IconMapPin,
};
