/** Where the window was when it was closed. */
import { z } from 'zod';

const boundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
});
export type WindowBounds = z.infer<typeof boundsSchema>;

/** Screen coordinates, in pixels that do not depend on the scale. */
type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export const MIN_SIZE = { width: 960, height: 600 } as const;
const FIRST_SIZE = { width: 1440, height: 900 } as const;

/** How much of the title bar must be on a screen to drag the window by. */
const GRIP = 80;

/**
 * Where to put the window: as it was if that place can still be reached, else a good size in the middle.
 * @param saved as it was written, or anything else
 * @param areas usable areas of all screens, the main one first
 */
export function restoreBounds(saved: unknown, areas: readonly Area[]): Partial<WindowBounds> {
  const parsed = boundsSchema.safeParse(saved);
  if (parsed.success && areas.some((area) => canReach(parsed.data, area))) {
    const { width, height, ...rest } = parsed.data;
    return { ...rest, width: Math.max(width, MIN_SIZE.width), height: Math.max(height, MIN_SIZE.height) };
  }
  const [main = FIRST_SIZE] = areas;
  return {
    width: Math.min(FIRST_SIZE.width, main.width),
    height: Math.min(FIRST_SIZE.height, main.height),
    maximized: false,
  };
}

function canReach(window: Area, area: Area): boolean {
  const shown = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  return shown >= GRIP && window.y >= area.y - 1 && window.y <= area.y + area.height - GRIP;
}
