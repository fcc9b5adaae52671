/** The engine inside Electron: the normal, packaged case. */
import { utilityProcess } from 'electron';
import { hearOutput, type StartEngine } from './engine-child.ts';
import type { FromEngine } from './engine-messages.ts';

export function utilityEngine(entry: string): StartEngine {
  return (events) => {
    const child = utilityProcess.fork(entry, [], {
      stdio: ['ignore', 'pipe', 'pipe'],
      serviceName: 'Sluice engine',
    });
    hearOutput([child.stdout as NodeJS.ReadStream | null, child.stderr as NodeJS.ReadStream | null], events);
    child.on('message', (message: FromEngine) => events.message(message));
    child.on('exit', (code) => events.exit(`exit code ${code}`));
    return {
      pid: () => child.pid ?? null,
      send: (message) => child.postMessage(message),
      // Its own `kill` asks politely; by then a shutdown has been asked for and waited for in vain.
      kill: () => {
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      },
    };
  };
}
