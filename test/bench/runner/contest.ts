/** Contestants that take turns, so that a busy minute of the machine meets all of them. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { benchCache } from '../support/peers.ts';
import { percentile } from '../support/report.ts';

export type Contestant = {
  readonly title: string;
  /** Runs once in a folder that is there until the contest ends. Answers seconds. */
  readonly run: (folder: string) => Promise<number>;
};

/** A folder on a real disk: the system's temporary one may be in memory, where nothing durable costs anything. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(benchCache('bench-work'), { recursive: true });
  const folder = await mkdtemp(join(benchCache('bench-work'), 'runner-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The median of each one's seconds over the rounds; warm-ups do not count. The first round is in the given order. */
export async function contest<C extends Contestant>(
  contestants: readonly C[],
  { rounds, warmUps }: { rounds: number; warmUps: number },
): Promise<Map<C, number>> {
  const seconds = new Map<C, number[]>(contestants.map((contestant) => [contestant, []]));
  await withFolder(async (folder) => {
    for (let round = 0; round < warmUps + rounds; round += 1) {
      const first = round % contestants.length;
      for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
        const time = await contestant.run(await mkdtemp(join(folder, 'run-')));
        if (round >= warmUps) seconds.get(contestant)?.push(time);
      }
    }
  });
  return new Map([...seconds].map(([contestant, times]) => [contestant, percentile(times, 0.5)]));
}
