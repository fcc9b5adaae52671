/** The small sign with a label's name at a shape. */

import { readableOn } from './colour.ts';
import type { Pen } from './pen.ts';

export const CHIP_FONT = '500 11px system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif';
/** View pixels. */
export const CHIP_HEIGHT = 16;
const PADDING = 5;
const LEAST_TEXT = 18;

/** Widths of texts in the chip's font; measuring one costs more than drawing it. */
export type TextWidths = (pen: Pen, text: string) => number;

export function createTextWidths(): TextWidths {
  const widths = new Map<string, number>();
  return (pen, text) => {
    const known = widths.get(text);
    if (known !== undefined) return known;
    pen.font = CHIP_FONT;
    const { width } = pen.measureText(text);
    // Sizes of shapes are texts too, and there is no end of them.
    if (widths.size > 5000) widths.clear();
    widths.set(text, width);
    return width;
  };
}

/** The text, or as much of its beginning as fits into `room` view pixels; null when that says nothing. */
export function shortened(text: string, width: number, room: number): string | null {
  if (width <= room) return text;
  if (room < LEAST_TEXT) return null;
  const letters = [...text];
  return `${letters.slice(0, Math.max(1, Math.floor((letters.length * room) / width) - 1)).join('')}…`;
}

export type Chip = {
  readonly text: string;
  readonly color: string;
  /** Where the shape begins, in view pixels. */
  readonly left: number;
  readonly top: number;
  /** The widest it may be, in view pixels. */
  readonly room: number;
};

/** Above the shape; inside of it where the view ends. */
export function drawChip(pen: Pen, chip: Chip, widths: TextWidths): void {
  const width = widths(pen, chip.text);
  const text = shortened(chip.text, width, chip.room - 2 * PADDING);
  if (text === null) return;
  const wide = (text === chip.text ? width : widths(pen, text)) + 2 * PADDING;
  const top = chip.top >= CHIP_HEIGHT ? chip.top - CHIP_HEIGHT : chip.top;
  pen.fillStyle = chip.color;
  pen.fillRect(chip.left - 1, top, wide, CHIP_HEIGHT);
  pen.fillStyle = readableOn(chip.color);
  pen.font = CHIP_FONT;
  pen.textBaseline = 'middle';
  pen.fillText(text, chip.left - 1 + PADDING, top + CHIP_HEIGHT / 2 + 0.5);
}
