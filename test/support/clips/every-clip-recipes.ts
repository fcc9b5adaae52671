/**
 * One small clip for each thing that makes tools count frames differently. Every picture differs from all others, so
 * that a missing, doubled or misplaced one is seen by its pixels.
 */
import { turnOnItsSide } from './make.ts';

export type EveryClipRecipe = {
  readonly file: string;
  /** Pictures that a player shows; null for a damaged clip, where the decoder decides. */
  readonly frames: number | null;
  /** Clips that this one is made from; without any it is made from a moving test picture. */
  readonly from?: readonly EveryClipRecipe[];
  /** Arguments of ffmpeg, separated by blanks: the inputs (or what stands before the one in `from`), and the rest. */
  readonly input?: string;
  readonly encode?: string;
  /** Makes the bytes of the clip out of those that it is made from, instead of ffmpeg. */
  readonly change?: (...files: Buffer[]) => Buffer;
};

const FRAMES = 45;
const SOURCE = '-f lavfi -i testsrc2=size=160x120:rate=30:duration=1.5';
const ODD_SOURCE = '-f lavfi -i testsrc2=size=162x122:rate=30:duration=1.5';
const SOUND = '-f lavfi -i sine=frequency=300:duration=1.5';
const H264 = '-c:v libx264 -preset veryfast -crf 20 -g 15 -bf 3 -pix_fmt yuv420p';
const OPEN_GOP = '-c:v libx264 -preset veryfast -bf 3 -x264-params open-gop=1:keyint=12 -pix_fmt yuv420p';
const INTERLACED = '-flags +ilme+ildct -vf setfield=tff';
const TEN_BIT = '-c:v libx265 -preset ultrafast -g 15 -pix_fmt yuv420p10le -x265-params log-level=error';
const PQ = 'colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc';
const PQ_TAGS = '-color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc';
const ALPHA = "-vf format=yuva420p,geq=lum='p(X,Y)':a='mod(X+N*3,256)'";
const RGB_ALPHA = "-vf format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='X'";
const NO_SHIFT = '-avoid_negative_ts disabled -muxdelay 0 -muxpreload 0';

/** Bytes of a packet of a transport stream; the first three of a file tell what is in it. */
const TS_PACKET = 188;

/** Numbers of the pictures of the source that the clip of a variable rate keeps. */
const KEPT = Array.from({ length: FRAMES }, (_, n) => n).filter((n) => n % 5 !== 0 || n % 7 > 4);

const bFrames: EveryClipRecipe = { file: 'b-frames.mp4', frames: FRAMES, encode: H264 };
const variable: EveryClipRecipe = {
  file: 'variable.mp4',
  frames: KEPT.length,
  encode: `-vf select='mod(n,5)+gt(mod(n,7),4)' -vsync vfr ${H264}`,
};
const variableMatroska: EveryClipRecipe = {
  file: 'variable.mkv',
  frames: KEPT.length,
  from: [variable],
  encode: '-c copy',
};
const openGopStream: EveryClipRecipe = { file: 'open-gop.ts', frames: FRAMES, encode: OPEN_GOP };
const interlacedMpeg2: EveryClipRecipe = {
  file: 'interlaced.mpg',
  frames: FRAMES,
  encode: `${INTERLACED} -c:v mpeg2video -g 12 -bf 2 -q:v 3`,
};
const oddSize: EveryClipRecipe = {
  file: 'odd.webm',
  frames: FRAMES,
  input: ODD_SOURCE,
  encode: '-vf scale=161:121 -c:v libvpx-vp9 -b:v 300k',
};
const stream: EveryClipRecipe = { file: 'stream.ts', frames: FRAMES, encode: H264 };
const negative: EveryClipRecipe = { file: 'negative.ts', frames: FRAMES, encode: `-vf negate ${H264}` };
const negativeLater: EveryClipRecipe = {
  file: 'later.ts',
  frames: FRAMES,
  encode: `-vf negate ${H264} -output_ts_offset 100`,
};
const fastStart: EveryClipRecipe = {
  file: 'fast-start.mp4',
  frames: FRAMES,
  from: [bFrames],
  encode: '-c copy -movflags +faststart',
};

/** Clips that are whole: every picture of the source is shown, once and in order. */
export const WHOLE_CLIPS = {
  bFrames,
  variable,
  variableMatroska,
  negativeStart: {
    file: 'negative-start.ts',
    frames: FRAMES,
    encode: `${H264} -output_ts_offset -0.5 ${NO_SHIFT}`,
  },
  openGop: { file: 'open-gop.mp4', frames: FRAMES, encode: OPEN_GOP },
  openGopStream,
  interlacedMpeg2,
  interlacedH264: {
    file: 'interlaced.mp4',
    frames: FRAMES,
    encode: `${INTERLACED} ${H264} -x264-params tff=1`,
  },
  rotated: { file: 'rotated.mp4', frames: FRAMES, from: [bFrames], change: turnOnItsSide },
  oddSize,
  oddSize444: {
    file: 'odd.mp4',
    frames: FRAMES,
    input: ODD_SOURCE,
    encode: '-vf scale=161:121 -c:v libx264 -pix_fmt yuv444p',
  },
  tenBit: { file: 'ten-bit.mp4', frames: FRAMES, encode: TEN_BIT },
  highDynamicRange: { file: 'hdr.mp4', frames: FRAMES, encode: `${TEN_BIT}:${PQ} ${PQ_TAGS}` },
  fullRange: { file: 'full-range.avi', frames: FRAMES, encode: '-c:v mjpeg -q:v 3 -pix_fmt yuvj420p' },
  alphaVp8: { file: 'alpha-vp8.webm', frames: FRAMES, encode: `${ALPHA} -c:v libvpx -auto-alt-ref 0` },
  alphaVp9: { file: 'alpha-vp9.webm', frames: FRAMES, encode: `${ALPHA} -c:v libvpx-vp9 -auto-alt-ref 0` },
  alphaAnimation: { file: 'alpha-qtrle.mov', frames: FRAMES, encode: `${RGB_ALPHA} -c:v qtrle` },
  alphaProres: {
    file: 'alpha-prores.mov',
    frames: FRAMES,
    encode: `${ALPHA} -c:v prores_ks -profile:v 4444 -pix_fmt yuva444p10le`,
  },
  hiddenFrames: {
    file: 'hidden.webm',
    frames: FRAMES,
    encode: '-c:v libvpx -auto-alt-ref 1 -lag-in-frames 16',
  },
  coverArt: {
    file: 'cover-art.mp4',
    frames: FRAMES,
    input: `-f lavfi -i color=red:size=300x300:rate=1:duration=1 ${SOURCE} ${SOUND}`,
    encode: `-map 1 -map 2 -map 0 ${H264} -c:a aac -c:v:1 png -pix_fmt:v:1 rgb24 -frames:v:1 1 -disposition:v:1 attached_pic`,
  },
  severalStreams: {
    file: 'several-streams.mkv',
    frames: FRAMES,
    input: `-f lavfi -i testsrc=size=320x240:rate=10:duration=1 ${SOUND} ${SOURCE} ${SOUND}`,
    encode: `-map 0 -map 1 -map 2 -map 3 ${H264} -c:a aac -disposition:v:0 0 -disposition:v:1 default`,
  },
  stream,
  joinedBackwards: {
    file: 'joined-backwards.ts',
    frames: 2 * FRAMES,
    from: [stream, negative],
    change: joined,
  },
  joinedForwards: {
    file: 'joined-forwards.ts',
    frames: 2 * FRAMES,
    from: [stream, negativeLater],
    change: joined,
  },
  editList: {
    file: 'edit-list.mp4',
    frames: FRAMES - 19,
    from: [bFrames],
    input: '-ss 0.63',
    encode: '-c copy',
  },
  fastStart,
} satisfies Readonly<Record<string, EveryClipRecipe>>;

/** Clips with bytes that are wrong or missing: the decoder decides how many pictures there are. */
export const DAMAGED_CLIPS = {
  damagedMp4: { file: 'damaged.mp4', frames: null, from: [bFrames], change: overwriteMiddle },
  damagedStream: { file: 'damaged.ts', frames: null, from: [stream], change: overwriteMiddle },
  damagedMatroska: { file: 'damaged.mkv', frames: null, from: [variableMatroska], change: overwriteMiddle },
  damagedWebm: { file: 'damaged.webm', frames: null, from: [oddSize], change: overwriteMiddle },
  cutShortMp4: { file: 'cut-short.mp4', frames: null, from: [fastStart], change: twoThirds },
  cutShortStream: { file: 'cut-short.ts', frames: null, from: [stream], change: twoThirds },
  cutShortMatroska: { file: 'cut-short.mkv', frames: null, from: [variableMatroska], change: twoThirds },
  cutShortMpeg2: { file: 'cut-short.mpg', frames: null, from: [interlacedMpeg2], change: twoThirds },
  openGopCut: {
    file: 'open-gop-cut.ts',
    frames: null,
    from: [openGopStream],
    change: fromSecondKeyFrame,
  },
} satisfies Readonly<Record<string, EveryClipRecipe>>;

/** Where ffmpeg makes the pictures when no other clip is the source. */
export const DEFAULT_INPUT = SOURCE;

function joined(...files: Buffer[]): Buffer {
  return Buffer.concat(files);
}

function twoThirds(bytes: Buffer): Buffer {
  return bytes.subarray(0, Math.floor((bytes.length * 2) / 3));
}

/** A bad sector: 1500 bytes of noise that is the same every time, at half of the file. */
function overwriteMiddle(bytes: Buffer): Buffer {
  const damaged = Buffer.from(bytes);
  const middle = Math.floor(bytes.length / 2);
  for (let at = 0; at < 1500; at += 1) damaged[middle + at] = (at * 167 + (at >> 3) * 59 + 13) % 256;
  return damaged;
}

/** A recording that begins in the middle: the pictures before its first key frame build on one that is not there. */
function fromSecondKeyFrame(bytes: Buffer): Buffer {
  const packets = Array.from({ length: bytes.length / TS_PACKET }, (_, at) => at * TS_PACKET);
  // Bit 6 of the adaptation field's flags, in a packet that has such a field.
  const keys = packets.filter((at) => bytes.readUInt8(at + 3) & 0x20 && bytes.readUInt8(at + 5) & 0x40);
  const tables = 3 * TS_PACKET;
  return Buffer.concat([bytes.subarray(0, tables), bytes.subarray(keys[1])]);
}
