/** What every part of an engine works with. One engine, one context. */
import type { EngineEvent } from '#contract/events.ts';
import type { Settings } from '#core/model/workspace.ts';
import type { Ports } from '#core/ports.ts';
import type { BlobStore } from './blobs/store.ts';
import type { CacheStore } from './cache-store/store.ts';
import type { Changes } from './changes.ts';
import type { Python } from './code/python.ts';
import type { Sandbox } from './code/sandbox.ts';
import type { Database } from './db/driver.ts';
import type { WorkspaceFiles } from './files.ts';
import type { JobBoard } from './jobs/board.ts';
import type { DiskGuard } from './jobs/disk.ts';
import type { MediaTools } from './media/tools.ts';
import type { Models } from './ml/models.ts';
import type { PicturePool } from './pictures/pool.ts';
import type { RemoteFiles } from './sync/files.ts';
import type { Unit } from './unit.ts';

export type EngineContext = {
  readonly db: Database;
  readonly ports: Ports;
  readonly files: WorkspaceFiles;
  readonly changes: Changes;
  /** Every write goes through this. */
  readonly unit: Unit;
  readonly jobs: JobBoard;
  /** Copies of originals, and what nodes have made. */
  readonly blobs: BlobStore;
  /** Thumbnails and whatever else can be made again from items. */
  readonly caches: CacheStore;
  /** Files that are at a remote. */
  readonly remoteFiles: RemoteFiles;
  /** The disk of the workspace. */
  readonly disk: DiskGuard;
  /** The number of this start; work of older ones is void. */
  readonly epoch: number;
  settings(): Settings;
  /** ffmpeg and ffprobe, looked for once. @throws SluiceError `tool-missing`. */
  mediaTools(): Promise<MediaTools>;
  /** Where snippets, Python and models run. Their processes start when there is work for them. */
  readonly sandbox: Sandbox;
  readonly python: Python;
  readonly models: Models;
  /** Decodes pictures in processes of its own. */
  readonly pictures: PicturePool;
  emit(event: EngineEvent): void;
  /** Aborted when the engine closes. */
  readonly closing: AbortSignal;
};
