/** Commands: long work of the server's, waited for (reference section 1.16). */
import type { Context } from './context.ts';
import { isRecord } from './diff.ts';
import { FailedDependency } from './errors.ts';
import { pathOf } from './named.ts';
import { pause } from './retry.ts';
import type { Cancel, Json } from './transport.ts';

/** Statuses of which none follows. */
const FINAL = ['success', 'failed', 'aborted', 'canceled', 'timeout'];

export type CommandJson = {
  readonly id: string;
  readonly url: string;
  readonly status: string;
  readonly type: string;
  /** Percent. */
  readonly progress: number;
  /** What its caller reads in it once it has ended. */
  readonly spec: Json;
  readonly error?: unknown;
};

export type WaitOptions = Cancel & {
  readonly onProgress?: (percent: number, command: CommandJson) => void;
  /** Milliseconds between the first two looks; later ones come at longer and longer intervals. */
  readonly firstMs?: number;
  readonly mostMs?: number;
};

/** Where a wait begins, and how far apart its looks get, in milliseconds. */
export const LOOKS = { firstMs: 200, mostMs: 8000 } as const;

export class Commands {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** @throws NotFound */
  async get(id: string, { signal }: Cancel = {}): Promise<CommandJson> {
    return await this.#context.transport.request('GET', pathOf('commands', id), { signal });
  }

  /** Stops it; what it has done stays. */
  async abort(id: string, { signal }: Cancel = {}): Promise<CommandJson> {
    return await this.#context.transport.request('POST', pathOf('commands', id, 'abort'), { signal });
  }

  /**
   * Looks after it until it has ended well.
   * @throws FailedDependency with the command's error when it did not.
   */
  async wait(command: CommandJson | string, options: WaitOptions = {}): Promise<CommandJson> {
    const { onProgress, signal, firstMs = LOOKS.firstMs, mostMs = LOOKS.mostMs } = options;
    let now = typeof command === 'string' ? await this.get(command, { signal }) : command;
    for (let ms = firstMs; !FINAL.includes(now.status); ms = Math.min(mostMs, ms * 2)) {
      onProgress?.(now.progress, now);
      await pause(ms, signal);
      now = await this.get(now.id, { signal });
    }
    if (now.status !== 'success') throw failureOf(now);
    onProgress?.(100, now);
    return now;
  }
}

function failureOf({ id, status, type, error }: CommandJson): FailedDependency {
  const said = isRecord(error) ? error['message'] : error;
  const why = typeof said === 'string' && said !== '' ? `: ${said}` : '';
  return new FailedDependency(`The command "${type}" ended as ${status}${why}`, {
    status: 424,
    request: `GET /commands/${id}`,
  });
}
