/**
 * Finds ffmpeg and ffprobe: the setting, the packaged app's own, PATH (5.0 or newer), then the old ones inside npm
 * packages, and says which ones they are.
 */
import { SluiceError } from '#core/errors.ts';
import { runTool } from './run-tool.ts';
import type { ToolEnvironment, ToolName } from './tool-locations.ts';
import {
  embeddedLocation,
  isRunnable,
  makeRunnable,
  packagedLocations,
  pathLocations,
} from './tool-locations.ts';
import type { ToolVersion } from './tool-version.ts';
import { isAtLeast, parseToolVersion } from './tool-version.ts';

export type ToolSource = 'setting' | 'packaged' | 'path' | 'embedded';

/** One program that was found and answered to `-version`. */
export type Tool = {
  /** Absolute path. */
  readonly path: string;
  readonly version: ToolVersion;
  readonly source: ToolSource;
  /** Older than 5.0: it works, newer codecs and some damaged files may not. */
  readonly outdated: boolean;
  /** One sentence for a person: where it comes from and what to do when it is old. */
  readonly note: string;
};

export type MediaTools = { readonly ffmpeg: Tool; readonly ffprobe: Tool };

export type ToolSettings = {
  readonly ffmpegPath?: string | undefined;
  readonly ffprobePath?: string | undefined;
};

export type FindMediaTools = {
  readonly settings: ToolSettings;
  /** Folder with the packaged app's own binaries, when there is one. */
  readonly packagedDir?: string | undefined;
  readonly env: ToolEnvironment;
};

const OLDEST_GOOD = { major: 5, minor: 0 } as const;
const VERSION_TIMEOUT_MS = 20_000;
const REMEDY =
  'Install FFmpeg 5.0 or newer (Debian and Ubuntu: "sudo apt install ffmpeg"; macOS: "brew install ffmpeg"; ' +
  'Windows: "winget install ffmpeg"), or name the program in Settings.';

/**
 * Finds both tools. Throws `tool-missing` with the remedy when one cannot be found, or when the one that the
 * settings name cannot be used (a setting is never passed over silently).
 */
export async function findMediaTools(options: FindMediaTools): Promise<MediaTools> {
  const [ffmpeg, ffprobe] = await Promise.all([
    findTool('ffmpeg', options.settings.ffmpegPath, options),
    findTool('ffprobe', options.settings.ffprobePath, options),
  ]);
  return { ffmpeg, ffprobe };
}

async function findTool(name: ToolName, setting: string | undefined, options: FindMediaTools): Promise<Tool> {
  if (setting) return fromSetting(name, setting);
  const packaged = options.packagedDir ? packagedLocations(name, options.packagedDir) : [];
  const own = await firstUsable(name, 'packaged', packaged, () => true);
  if (own) return own;
  const onPath = pathLocations(name, options.env);
  const recent = await firstUsable(name, 'path', onPath, (tool) => !tool.outdated);
  if (recent) return recent;
  const embedded = await embeddedLocation(name);
  if (embedded) await makeRunnable(embedded);
  const last =
    (embedded && (await tryTool(name, 'embedded', embedded))) ||
    (await firstUsable(name, 'path', onPath, () => true));
  if (last) return last;
  throw new SluiceError('tool-missing', `${name} was not found. ${REMEDY}`, { tool: name, embedded });
}

async function fromSetting(name: ToolName, path: string): Promise<Tool> {
  const tool = await tryTool(name, 'setting', path);
  if (tool) return tool;
  throw new SluiceError(
    'tool-missing',
    `The settings name "${path}" as ${name}, but it cannot be run as ${name}. Correct or clear that setting.`,
    { tool: name, path },
  );
}

async function firstUsable(
  name: ToolName,
  source: ToolSource,
  paths: readonly string[],
  accept: (tool: Tool) => boolean,
): Promise<Tool | null> {
  for (const path of paths) {
    const tool = await tryTool(name, source, path);
    if (tool && accept(tool)) return tool;
  }
  return null;
}

/** The tool at a path, or null when there is none that answers. */
async function tryTool(name: ToolName, source: ToolSource, path: string): Promise<Tool | null> {
  if (!(await isRunnable(path))) return null;
  const lines: string[] = [];
  try {
    const onLine = (line: string) => lines.push(line);
    const { exitCode } = await runTool({ path, args: ['-version'], onLine, stallMs: VERSION_TIMEOUT_MS });
    const version = exitCode === 0 ? parseToolVersion(name, lines.join('\n')) : null;
    return version && describe(name, source, path, version);
  } catch {
    return null;
  }
}

function describe(name: ToolName, source: ToolSource, path: string, version: ToolVersion): Tool {
  const outdated = !isAtLeast(version, OLDEST_GOOD.major, OLDEST_GOOD.minor);
  const origin = {
    setting: 'named in the settings',
    packaged: 'part of the app',
    path: 'found on this computer',
    embedded: 'the built-in fallback',
  }[source];
  const age = outdated ? ` It is older than 5.0. ${REMEDY}` : '';
  return { path, version, source, outdated, note: `${name} ${version.text}, ${origin}.${age}` };
}
