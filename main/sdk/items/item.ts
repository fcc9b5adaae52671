/** One item (reference section 1.3). */
import { Annotations } from '../annotations/annotations.ts';
import type { Context } from '../context.ts';
import { copyItem, type ItemCloneOptions } from '../copies.ts';
import { diffOf, isRecord } from '../diff.ts';
import { Entity } from '../entity.ts';
import { pathOf } from '../named.ts';
import type { Cancel, Json } from '../transport.ts';
import { contentOf, type DownloadOptions, downloadTo } from './download.ts';
import type { ItemJson } from './json.ts';
import { type StatusOptions, setStatus } from './status.ts';

export type ItemChange = {
  /** The whole remote path. */
  readonly filename?: string;
  readonly description?: string | null;
  readonly metadata?: Json;
};

/** A task or an assignment that has an item, with the status it has there. */
export type ItemRef = {
  readonly id: string;
  readonly type: string;
  readonly metadata?: { readonly status?: string; readonly timestamp?: string; readonly creator?: string };
};

export class Item extends Entity<ItemJson> {
  readonly annotations: Annotations;
  readonly #context: Context;

  constructor(context: Context, json: ItemJson) {
    super(json);
    this.#context = context;
    this.annotations = new Annotations(context, { itemId: this.id, datasetId: json.datasetId });
  }

  get name(): string {
    return this.json.name;
  }

  /** The whole remote path, as `/train/a.png`. */
  get filename(): string {
    return this.json.filename;
  }

  get metadata(): ItemJson['metadata'] {
    return this.json.metadata;
  }

  /** Sends what differs; null takes away. @param system whether `metadata.system` changes, too. */
  async update(change: ItemChange, { system, signal }: Cancel & { system?: boolean } = {}): Promise<this> {
    const json = diffOf(this.json, change);
    if (Object.keys(json).length === 0) return this;
    const sent = { json, query: { system }, signal };
    this.json = await this.#context.transport.request('PATCH', pathOf('items', this.id), sent);
    return this;
  }

  /** Puts it into a folder of its dataset, and gives it another name when the path does not end in a slash. */
  async move(path: string, cancel: Cancel = {}): Promise<this> {
    const filename = path.endsWith('/') ? path + this.name : path;
    return await this.update({ filename: filename.startsWith('/') ? filename : `/${filename}` }, cancel);
  }

  /** Another item of the same file, with its annotations and metadata unless told otherwise. */
  async clone(options: ItemCloneOptions = {}): Promise<Item> {
    const { signal } = options;
    const id = await copyItem(this.#context, this.id, options);
    const json = await this.#context.transport.request<ItemJson>('GET', pathOf('items', id), { signal });
    return new Item(this.#context, json);
  }

  async delete({ signal }: Cancel = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', pathOf('items', this.id), { signal });
    return true;
  }

  /** As the server has it now. */
  async reload({ signal }: Cancel = {}): Promise<this> {
    this.json = await this.#context.transport.request('GET', pathOf('items', this.id), { signal });
    return this;
  }

  /** Its content, piece by piece. */
  stream(options: DownloadOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    return contentOf(this.#context, this.json, options);
  }

  /** Its content as a whole. */
  async bytes(options: DownloadOptions = {}): Promise<Uint8Array> {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for await (const piece of this.stream(options)) pieces.push(piece.slice());
    return new Uint8Array(await new Blob(pieces).arrayBuffer());
  }

  /** Writes its content to a file, or into a folder when the path ends in a slash. @returns the path of the file. */
  async download(place: string, options: DownloadOptions = {}): Promise<string> {
    return await downloadTo(this.#context, this.json, place, options);
  }

  /** A small picture of it. */
  async thumbnail({ signal }: Cancel = {}): Promise<Uint8Array> {
    const sent = { headers: { accept: 'image/*' }, signal };
    const response = await this.#context.transport.send('GET', pathOf('items', this.id, 'thumbnail'), sent);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** The tasks and assignments that have it. */
  get refs(): readonly ItemRef[] {
    const { refs } = this.json.metadata.system;
    return Array.isArray(refs) ? refs.filter(isRef) : [];
  }

  /** Its status in a task or an assignment, as of the last call; null: none. */
  status(taskOrAssignmentId: string): string | null {
    return this.refs.find(({ id }) => id === taskOrAssignmentId)?.metadata?.status ?? null;
  }

  /** Gives it a status where it is in a task; `clear` takes it away again. */
  async updateStatus(status: string, options: StatusOptions = {}): Promise<this> {
    await setStatus(this.#context, { itemId: this.id, refs: this.refs, status }, options);
    return await this.reload(options);
  }

  /** @returns the address that was opened. */
  async openInWeb(projectId: string): Promise<string> {
    const url = `${this.#context.web}/projects/${projectId}/datasets/${this.json.datasetId}/items/${this.id}`;
    await this.#context.open(url);
    return url;
  }

  protected shown(): Json {
    const { createdAt, datasetId, filename, name, type, id, creator, annotationsCount } = this.json;
    return {
      created_at: createdAt,
      dataset_id: datasetId,
      filename,
      name,
      type,
      id,
      creator,
      annotations_count: annotationsCount,
    };
  }
}

function isRef(value: unknown): value is ItemRef {
  return isRecord(value) && typeof value['id'] === 'string' && typeof value['type'] === 'string';
}
