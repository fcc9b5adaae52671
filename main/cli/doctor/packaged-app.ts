import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The desktop app's program, seen from its unpacked resources (`…/resources/app.asar.unpacked`, which hold this command
 * line); null when this is no packed app.
 */
export async function packagedApp(root: string): Promise<string | null> {
  const candidates = [
    join(root, '..', '..', 'sluice'),
    join(root, '..', '..', 'Sluice.exe'),
    join(root, '..', '..', 'MacOS', 'Sluice'),
  ];
  for (const path of candidates) {
    const runnable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runnable) return path;
  }
  return null;
}
