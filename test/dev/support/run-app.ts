/** Runs an app that takes its time to end after a signal, and ends with the app's exit code. */
import { runApp } from '#dev/app-process.ts';

const APP = `
  const stay = setInterval(() => {}, 1000);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      console.log('app got ' + signal);
      clearInterval(stay);
      setTimeout(() => { console.log('app cleaned up'); process.exit(5); }, 50);
    });
  }
  console.log('app ready');`;

process.exitCode = await runApp({ executable: process.execPath, args: ['-e', APP], env: process.env });
