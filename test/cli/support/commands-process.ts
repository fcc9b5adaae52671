/** Runs commands one after the other, as they come: the arguments in a message, what was printed in the answer. */
import { main } from '#cli/program.ts';

const said = { stdout: '', stderr: '' };
for (const name of ['stdout', 'stderr'] as const) {
  process[name].write = (text: string | Uint8Array) => {
    said[name] += String(text);
    return true;
  };
}

process.on('message', async (args: string[]) => {
  Object.assign(said, { stdout: '', stderr: '' });
  const code = await main(args);
  // Each listens anew, as it expects to be the only one in its process.
  process.stdout.removeAllListeners('error');
  process.send?.({ code, ...said });
});
