/** The app's main process: decides what must be decided before Electron is ready, then starts the app. */
import { join } from 'node:path';
import { app } from 'electron';
import { workspaceArgument } from './arguments.ts';
import { LINK_SCHEME, linkArgument, readDeepLink } from './deep-links.ts';
import { runDesktop } from './desktop.ts';
import { decideGpu, gpuFacts, isSoftwareGl, rememberGpu } from './gpu.ts';
import { registerSchemes } from './protocol.ts';
import { guardPages } from './security.ts';

// Nothing here waits at the top level: Electron holds back `ready` until this file has run to its end.
if (process.env['SLUICE_USER_DATA']) app.setPath('userData', process.env['SLUICE_USER_DATA']);
const workspace = workspaceArgument(process.argv, process.cwd());
/** A place that a link names; on a Mac links come as an event, which may be before anything is there to show them. */
let link = linkArgument(process.argv);
let openLink = (place: string): void => {
  link = place;
};
app.on('open-url', (event, url) => {
  event.preventDefault();
  const place = readDeepLink(url);
  if (place !== null) openLink(place);
});

// A second start hands its wish over to the app that runs, and ends. Its arguments arrive in another order.
if (app.requestSingleInstanceLock({ workspace, link })) start();
else app.quit();

function start(): void {
  registerSchemes();
  guardPages();
  const memoryFile = join(app.getPath('userData'), 'gpu.json');
  const facts = gpuFacts(process.env, process.platform, process.versions.electron ?? '');
  const acceleration = decideGpu(facts, memoryFile);
  if (acceleration === false) app.disableHardwareAcceleration();
  void app.whenReady().then(async () => {
    if (acceleration === 'unknown') {
      const software = isSoftwareGl(await app.getGPUInfo('basic').catch(() => undefined));
      rememberGpu(facts, memoryFile, software);
      // It can only be switched off before the app is ready: once, at the first start on this computer.
      if (software) {
        app.relaunch();
        app.exit();
        return;
      }
    }
    // In development another program would be registered under our name.
    if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
    openLink = runDesktop({ workspace, link, hardwareAcceleration: acceleration !== false });
  });
}
