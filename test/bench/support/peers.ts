/**
 * Other projects' engines that ours is measured against: installed with npm into the user's cache when first needed,
 * never dependencies of ours.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { runCommand } from '#dev/run-command.ts';
import { findNpm } from '#dev/runtime/npm.ts';

/** Pinned, so that figures of different days are about the same thing. */
const PEERS = { plainjob: '0.0.14', 'node-red': '5.0.7', konva: '10.9.1' } as const;
export type Peer = keyof typeof PEERS;

export type InstalledPeer =
  | { readonly ok: true; readonly title: string; readonly folder: string }
  | { readonly ok: false; readonly title: string; readonly reason: string };

const INSTALL_LIMIT = 10 * 60_000;

/** The user's cache folder for benches. On a real disk, which the system's temporary folder need not be. */
export function benchCache(name: string): string {
  return join(envPaths('sluice', { suffix: '' }).cache, name);
}

/** The peer's folder (its packages are in `node_modules` there), or why it cannot be had. */
export async function installPeer(peer: Peer): Promise<InstalledPeer> {
  const title = `${peer} ${PEERS[peer]}`;
  const place = join(benchCache('bench-peers'), `${peer}-${PEERS[peer]}`);
  const isThere = () => existsSync(join(place, 'node_modules', peer, 'package.json'));
  if (isThere()) return { ok: true, title, folder: place };
  let making = '';
  try {
    await mkdir(benchCache('bench-peers'), { recursive: true });
    making = await mkdtemp(`${place}-`);
    await writeFile(join(making, 'package.json'), JSON.stringify({ private: true }));
    const npm = findNpm(process.env);
    const args = ['install', `${peer}@${PEERS[peer]}`, '--ignore-scripts', '--no-audit', '--no-fund'];
    const command = { command: npm.command, args: [...npm.args, ...args, '--loglevel=error'] };
    const result = await runCommand(command, { cwd: making, limitMs: INSTALL_LIMIT });
    if (result.code !== 0) return { ok: false, title, reason: firstReason(result.stderr) };
    // Another bench may have been quicker, which is just as well.
    if (!isThere()) await rename(making, place);
    return { ok: true, title, folder: place };
  } catch (error) {
    return { ok: false, title, reason: error instanceof Error ? error.message : String(error) };
  } finally {
    if (making) await rm(making, { recursive: true, force: true });
  }
}

function firstReason(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim());
  return lines.find((line) => line !== '' && !/^(code|errno|syscall) /.test(line)) ?? 'npm gave no reason';
}
