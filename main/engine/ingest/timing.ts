/** How long ingest waits for what. All in milliseconds; tests use shorter times. */
export type Timing = {
  /** A file that has not changed for so long is taken to be whole. */
  readonly stableMs: number;
  /**
   * A file that is found by listing and was changed longer ago than this need not be watched for a while. Longer than
   * clocks of network disks are wrong.
   */
  readonly settledMs: number;
  /** So long a file that looks damaged may be a copy that has stalled. */
  readonly patienceMs: number;
  /** How often a folder that is not there is looked for. */
  readonly recheckMs: number;
  /** How often a watched folder is listed, in case the system has not told something (network disks do not). */
  readonly rescanMs: number;
  /** How often a folder is listed that the system will not watch. */
  readonly pollMs: number;
  /** After so long, what failed for no fault of the file is tried again: a full disk, say. */
  readonly retryMs: number;
  /** Screens hear of a folder's counts once in so long. */
  readonly tellMs: number;
};

export const USUAL_TIMING: Timing = {
  stableMs: 500,
  settledMs: 60_000,
  patienceMs: 5000,
  recheckMs: 3000,
  rescanMs: 60_000,
  pollMs: 5000,
  retryMs: 15_000,
  tellMs: 500,
};
