/** Starts the engine for the app, in the way that fits this computer. */
import { app } from 'electron';
import { nodeEngine } from './engine-child.ts';
import { chooseEngine } from './engine-choice.ts';
import { createEngineProcess, type EngineProcess } from './engine-process.ts';
import { utilityEngine } from './engine-utility.ts';
import { systemCipher } from './key-store.ts';
import { openLog } from './log-file.ts';
import type { AppPaths } from './paths.ts';

export type EngineStartOptions = {
  readonly paths: AppPaths;
  /** `app.getAppPath()` */
  readonly root: string;
  readonly configDir: string;
  readonly logFile: string;
  /** Opened at the start; null for none. */
  readonly workspace: string | null;
};

export function startEngineProcess(options: EngineStartOptions): EngineProcess {
  const { paths, root, configDir, logFile, workspace } = options;
  const choice = chooseEngine({
    wish: process.env['SLUICE_ENGINE_NODE'],
    packaged: app.isPackaged,
    nodeApi: process.versions['napi'],
    root,
    platform: process.platform,
  });
  const log = openLog(logFile);
  return createEngineProcess({
    startEngine:
      choice.way === 'inside' ? utilityEngine(paths.engine) : nodeEngine(choice.node, paths.engine),
    start: {
      configDir,
      packagedDir: app.isPackaged ? process.resourcesPath : null,
      version: app.getVersion(),
      logFile,
    },
    workspace,
    cipher: systemCipher(),
    log: (text) => {
      log(text);
      // From source the developer's terminal is the place where such things are looked for.
      if (!app.isPackaged) process.stderr.write(text);
    },
  });
}
