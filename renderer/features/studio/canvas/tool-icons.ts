/** Signs of the tools in the toolbar. */
import { IconMapPin, IconPointer, IconSquareDashed, type TablerIcon } from '@tabler/icons-react';
import type { ToolName } from '#renderer/editor/tools/names.ts';

export const TOOL_ICONS: Readonly<Record<ToolName, TablerIcon>> = {
  select: IconPointer,
  box: IconSquareDashed,
  pin: IconMapPin,
};
