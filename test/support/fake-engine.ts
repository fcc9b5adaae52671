/**
 * A stand-in for the engine process that speaks its messages: run as a child process by the tests of its supervisor.
 * It does as the names of calls say, and keeps no state but the open workspace.
 */
import type { FromEngine, ToEngine } from '#electron/engine-messages.ts';

/** How it behaves at its start: `crash` ends at once, `unable` refuses, `mute` never gets ready. */
const mood = process.env['FAKE_ENGINE'] ?? '';
let workspace: string | null = null;
/** Calls by the questions to the key store that they have led to. */
const asking = new Map<number, number>();

const send = (message: FromEngine): void => void process.send?.(message);
const answer = (id: number, value: unknown): void =>
  send({ kind: 'answer', id, text: JSON.stringify({ ok: true, value }) });

function openWorkspace(id: number, path: string): void {
  if (path.includes('missing')) {
    const error = { code: 'not-found' as const, message: `There is no workspace in ${path}.`, details: {} };
    send({ kind: 'answer', id, text: JSON.stringify({ ok: false, error }) });
    return;
  }
  workspace = path;
  const payload = { workspace: { path, name: 'w', epoch: 1, recovery: null } };
  send({ kind: 'event', event: { name: 'workspace.changed', payload } });
  answer(id, payload.workspace);
}

process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToEngine) => {
  if (message.kind === 'shutdown') {
    if (mood !== 'stubborn') process.exit(0);
    return;
  }
  if (message.kind === 'start') {
    console.log(`started for ${message.start.version}`);
    if (mood === 'crash') process.exit(3);
    if (mood === 'mute') return;
    if (mood === 'unable') {
      const error = { code: 'unsupported' as const, message: 'This Node is too old.', details: {} };
      send({ kind: 'unable', error });
      return;
    }
    send({ kind: 'ready' });
    return;
  }
  if (message.kind === 'ciphered') {
    const ask = asking.get(message.id);
    if (ask !== undefined) answer(ask, message.text);
    return;
  }
  const { id, name, input } = message;
  if (name === 'workspaces.open') openWorkspace(id, (input as { path: string }).path);
  else if (name === 'die') process.kill(process.pid, 'SIGKILL');
  else if (name === 'workspace') answer(id, workspace);
  else if (name === 'echo') answer(id, input);
  else if (name === 'encrypt' || name === 'decrypt') {
    asking.set(id + 1000, id);
    send({ kind: 'cipher', id: id + 1000, how: name, text: String(input) });
  }
  // Any other call is never answered.
});
