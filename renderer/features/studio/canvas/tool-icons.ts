/** Signs of the tools in the toolbar. */
import {
  IconBrush,
  IconBucketDroplet,
  IconCircleDashed,
  IconCube,
  IconEraser,
  IconLine,
  IconMapPin,
  IconMessage2,
  IconOvalVertical,
  IconPoint,
  IconPointer,
  IconPolygon,
  IconSlice,
  IconSquareDashed,
  IconSquareRotated,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ToolName } from '#renderer/editor/tools/names.ts';

export const TOOL_ICONS: Readonly<Record<ToolName, TablerIcon>> = {
  select: IconPointer,
  box: IconSquareDashed,
  'turned-box': IconSquareRotated,
  polygon: IconPolygon,
  polyline: IconLine,
  point: IconPoint,
  ellipse: IconOvalVertical,
  cuboid: IconCube,
  note: IconMessage2,
  brush: IconBrush,
  eraser: IconEraser,
  fill: IconBucketDroplet,
  hole: IconCircleDashed,
  knife: IconSlice,
  pin: IconMapPin,
};
