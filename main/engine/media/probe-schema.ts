/**
 * The part of ffprobe's JSON that is used, read leniently: a missing or odd field never fails a whole file.
 */
import { z } from 'zod';

const text = z.string().optional().catch(undefined);
const integer = z.number().int().optional().catch(undefined);

const sideDataSchema = z.looseObject({
  side_data_type: text,
  rotation: z.number().optional().catch(undefined),
});

const streamSchema = z.object({
  index: z.number().int().nonnegative(),
  codec_type: text,
  codec_name: text,
  width: integer,
  height: integer,
  pix_fmt: text,
  color_range: text,
  color_space: text,
  color_transfer: text,
  color_primaries: text,
  field_order: text,
  sample_aspect_ratio: text,
  avg_frame_rate: text,
  time_base: text,
  start_pts: integer,
  duration: text,
  disposition: z.record(z.string(), z.number()).optional().catch(undefined),
  tags: z.record(z.string(), z.string()).optional().catch(undefined),
  side_data_list: z.array(sideDataSchema).optional().catch(undefined),
});

const outputSchema = z.object({
  streams: z.array(streamSchema).default([]),
  format: z.object({ format_name: text, duration: text }).default({}),
});

export type RawStream = z.infer<typeof streamSchema>;
export type RawProbe = z.infer<typeof outputSchema>;

/** Parses `ffprobe -show_format -show_streams -of json`. Null when it is not that. */
export function parseRawProbe(json: string): RawProbe | null {
  try {
    return outputSchema.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

/** `30000/1001` or `8:9` as a fraction; null for a missing one and for 0/0. */
export function parseFraction(value: string | undefined): { num: number; den: number } | null {
  const match = /^(\d+)[/:](\d+)$/.exec(value ?? '');
  const [num, den] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  return num > 0 && den > 0 ? { num, den } : null;
}

/**
 * Degrees, clockwise, 0 to 359, that the picture has to be turned to stand upright: from the display matrix (where
 * ffprobe counts the other way round), else from the tag that older files and tools have.
 */
export function clockwiseRotation(stream: RawStream): number {
  const matrix = stream.side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation;
  const tag = Number(stream.tags?.rotate ?? 0);
  const degrees = matrix !== undefined ? -matrix : Number.isFinite(tag) ? tag : 0;
  return ((Math.round(degrees) % 360) + 360) % 360;
}
