/**
 * What `ffmpeg -version` says, as numbers that flags can be chosen by. Release builds name a version; git builds
 * (`N-66595-gc2b3861`, `2023-07-19-git-…`) only a commit, so the version of libavcodec decides there.
 */

export type ToolVersion = {
  /** The word after "version" as the tool prints it, for people and for the record of an ingest. */
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  /** Where the numbers come from; `unknown` counts as the oldest. */
  readonly parsed: 'release' | 'library' | 'date' | 'unknown';
};

/** The flag spellings of one ffmpeg build. */
export type FfmpegFlags = {
  /** Writes every decoded frame once, with its own time: no duplicates, no drops. */
  readonly passthrough: readonly [string, string];
};

/** libavcodec's major number grows with each FFmpeg major: 58 is 4.x, 59 is 5.x, … */
const AVCODEC_MAJOR_OF_4 = 58;

/** First libavcodec minor of each FFmpeg minor, for the majors where a flag changed within a major. */
const AVCODEC_MINORS: Readonly<Record<number, readonly number[]>> = {
  4: [18, 35, 54, 91, 134],
  5: [18, 37],
};

/** First FFmpeg release of each year, for builds that name only a date or a copyright year. */
const RELEASE_BY_YEAR: ReadonlyArray<readonly [number, number, number]> = [
  [2024, 6, 1],
  [2023, 5, 1],
  [2022, 4, 4],
  [2020, 4, 2],
  [2018, 3, 4],
];

/**
 * Reads the text of `ffmpeg -version` or `ffprobe -version`. Null when it is not the output of that tool.
 */
export function parseToolVersion(name: 'ffmpeg' | 'ffprobe', output: string): ToolVersion | null {
  const text = new RegExp(`^${name} version (\\S+)`, 'm').exec(output)?.[1];
  if (text === undefined) return null;
  const release = /^n?(\d+)\.(\d+)(?=$|[.\-+_~])/.exec(text);
  if (release) return { text, major: Number(release[1]), minor: Number(release[2]), parsed: 'release' };
  const library = /libavcodec\s+(\d+)\.\s*(\d+)\./.exec(output);
  if (library) return { text, ...fromAvcodec(Number(library[1]), Number(library[2])), parsed: 'library' };
  const year = /\b(20\d\d)-?\d\d-?\d\d\b/.exec(text)?.[1] ?? /\(c\) \d{4}-(\d{4})/.exec(output)?.[1];
  if (year !== undefined) return { text, ...fromYear(Number(year)), parsed: 'date' };
  return { text, major: 0, minor: 0, parsed: 'unknown' };
}

/** True when the version is at least `major.minor`. */
export function isAtLeast(version: ToolVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}

/** The flags that this ffmpeg understands: `-fps_mode` came with 5.1, `-vsync` was later taken away. */
export function ffmpegFlags(version: ToolVersion): FfmpegFlags {
  return { passthrough: [isAtLeast(version, 5, 1) ? '-fps_mode' : '-vsync', 'passthrough'] };
}

function fromAvcodec(libraryMajor: number, libraryMinor: number): { major: number; minor: number } {
  const major = libraryMajor - AVCODEC_MAJOR_OF_4 + 4;
  const firsts = AVCODEC_MINORS[major] ?? [];
  const minor = firsts.filter((first) => libraryMinor >= first).length - 1;
  return { major, minor: Math.max(0, minor) };
}

function fromYear(year: number): { major: number; minor: number } {
  for (const [from, major, minor] of RELEASE_BY_YEAR) if (year >= from) return { major, minor };
  return { major: 0, minor: 0 };
}
