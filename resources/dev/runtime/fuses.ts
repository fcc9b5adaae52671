import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/** The fuses that are set in a registry runtime, in words; part of the name under which it is cached. */
export const FUSES_TEXT = 'inspect on, browser snapshot off';

/**
 * Sets the fuses of an Electron that was built as somebody's app, so that it serves as a plain Electron:
 * Playwright needs `--inspect`, and the app's own start-up snapshot is not part of the runtime.
 */
export async function setFuses(executable: string): Promise<void> {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}
