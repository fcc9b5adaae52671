/** Long work: what runs now, and what ended while this window was open. */
import { create } from 'zustand';
import type { Job } from '#core/model/job.ts';

export type EndedJob = { readonly job: Job /** Milliseconds since 1970. */; readonly endedAt: number };

export type JobBoard = { readonly running: readonly Job[]; readonly ended: readonly EndedJob[] };

const KEPT = 8;

/** The board after the engine named all jobs there are; those it no longer names have ended. */
export function nextBoard(board: JobBoard, jobs: readonly Job[], now: number): JobBoard {
  const alive = new Set(jobs.map((job) => job.id));
  const gone = board.running.filter((job) => !alive.has(job.id)).map((job) => ({ job, endedAt: now }));
  const ended = [...gone.reverse(), ...board.ended.filter((entry) => !alive.has(entry.job.id))];
  return { running: jobs, ended: ended.slice(0, KEPT) };
}

/** A job's share done from 0 to 1; null while its size is unknown. */
export function jobShare(job: Job): number | null {
  if (job.total === null || job.total === 0) return null;
  return Math.min(1, job.done / job.total);
}

export const useJobBoard = create<JobBoard>()(() => ({ running: [], ended: [] }));
