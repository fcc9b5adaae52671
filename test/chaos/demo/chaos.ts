/** Kills a working engine at random moments until enough, and tells whether anybody could notice afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { draw } from '#core/pipeline/split.ts';
import { type Outcome, runDemoProcess } from './process.ts';
import { progressOf } from './progress.ts';
import { findDamage } from './verify.ts';

export type DemoChaosOptions = {
  /** How many times to kill. */
  readonly kills: number;
  readonly frames: number;
  /** What the moments of the kills depend on. */
  readonly seed: string;
  readonly say: (line: string) => void;
};

export type DemoChaosReport = {
  readonly kills: number;
  readonly workspaces: number;
  /** The counts of the run that was left in peace. */
  readonly expected: Omit<Outcome, 'seconds'>;
  /** Everything that was noticed; empty when all is well. */
  readonly damage: readonly string[];
};

export async function runDemoChaos(options: DemoChaosOptions): Promise<DemoChaosReport> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-chaos-'));
  const { frames, say } = options;
  let keep = true;
  try {
    const peaceful = join(folder, 'peaceful', 'workspace');
    const { seconds, ...expected } = await finish(peaceful, frames);
    say(`Undisturbed in ${seconds} s: ${JSON.stringify(expected)}`);
    const damage = findDamage(peaceful).map((found) => `undisturbed: ${found}`);
    let kills = 0;
    let attempts = 0;
    let workspaces = 0;
    while (kills < options.kills) {
      workspaces += 1;
      const workspace = join(folder, `killed-${workspaces}`, 'workspace');
      const before = kills;
      let outcome: Outcome | null = null;
      while (outcome === null && kills < options.kills) {
        attempts += 1;
        const killAfter = moment(options.seed, attempts, seconds);
        outcome = await runDemoProcess({ workspace, frames, killAfter });
        if (outcome !== null) break;
        kills += 1;
        say(`Kill ${kills}: ${progressOf(workspace)}`);
      }
      const { seconds: last, ...counts } = outcome ?? (await finish(workspace, frames));
      const found = [...findDamage(workspace), ...differences(expected, counts)];
      say(
        `Workspace ${workspaces}: ${kills - before} kills, the last run took ${last} s, ${found.length} wrong`,
      );
      damage.push(...found.map((one) => `workspace ${workspaces}: ${one}`));
      if (found.length === 0) await rm(workspace, { recursive: true, force: true });
    }
    keep = damage.length > 0;
    return { kills, workspaces, expected, damage };
  } finally {
    if (keep) say(`What is left can be looked at in ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  }
}

/**
 * When to kill, in milliseconds. Twice out of three anywhere in a run as long as an undisturbed one, else early in it,
 * while the engine starts, recovers and takes up its work.
 */
function moment(seed: string, attempt: number, seconds: number): number {
  const longest = attempt % 3 !== 0 ? seconds * 1000 : Math.max(600, seconds * 250);
  return Math.round(longest * draw(seed, 'kill', String(attempt)));
}

async function finish(workspace: string, frames: number): Promise<Outcome> {
  const outcome = await runDemoProcess({ workspace, frames, killAfter: null });
  if (outcome === null) throw new Error('The demo was killed by somebody else.');
  return outcome;
}

function differences(expected: DemoChaosReport['expected'], counts: DemoChaosReport['expected']): string[] {
  const wanted = JSON.stringify(expected);
  return JSON.stringify(counts) === wanted ? [] : [`${JSON.stringify(counts)} instead of ${wanted}`];
}
