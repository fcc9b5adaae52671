/**
 * Where ffmpeg and ffprobe may be: files to look at, in order, with nothing run yet.
 */
import { access, chmod, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, sep } from 'node:path';

export type ToolName = 'ffmpeg' | 'ffprobe';

/** The variables of the environment that matter here (`process.env` fits). */
export type ToolEnvironment = Readonly<Record<string, string | undefined>>;

/** File name of the tool on this kind of computer. */
function fileName(name: ToolName): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

/** The places of the tool in the packaged app's own folder. */
export function packagedLocations(name: ToolName, packagedDir: string): readonly string[] {
  return [join(packagedDir, fileName(name)), join(packagedDir, 'bin', fileName(name))];
}

/** The places of the tool in the folders of PATH; relative entries are skipped, they depend on the current folder. */
export function pathLocations(name: ToolName, env: ToolEnvironment): readonly string[] {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return [...new Set(folders)].map((folder) => join(folder, fileName(name)));
}

/** The tool inside the npm package, or null when the package has nothing for this kind of computer. */
export async function embeddedLocation(name: ToolName): Promise<string | null> {
  try {
    // The packages throw while loading on platforms they do not serve, so they load here and not at the top.
    const { default: installer } =
      name === 'ffmpeg'
        ? await import('@ffmpeg-installer/ffmpeg')
        : await import('@ffprobe-installer/ffprobe');
    return outsideAsar(installer.path);
  } catch {
    return null;
  }
}

/** A program cannot run from inside app.asar; the packager puts it beside, in app.asar.unpacked. */
export function outsideAsar(path: string): string {
  return path.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
}

/** True when the file exists and may be run by this user. */
export async function isRunnable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** Gives the owner the right to run the file: npm installs without scripts leave the embedded ffprobe without it. */
export async function makeRunnable(path: string): Promise<void> {
  if (await isRunnable(path)) return;
  try {
    await chmod(path, (await stat(path)).mode | 0o755);
  } catch {
    // Not ours to change (another user's install): the caller reports that the tool cannot be run.
  }
}
