/** The way in: a connection to one server, with everything it has. */
import { openInBrowser } from './browser.ts';
import { Commands } from './commands.ts';
import type { Context } from './context.ts';
import { Datasets } from './datasets.ts';
import { type EventOptions, listen, type ServerEvent } from './events.ts';
import { Executions } from './executions.ts';
import { Pipelines } from './pipelines/pipelines.ts';
import { Projects } from './projects.ts';
import { type Cancel, Transport, type TransportOptions } from './transport.ts';
import { Triggers } from './triggers.ts';

export type ConnectOptions = TransportOptions & {
  /** Where people see the same things; by default the server's own address, or Dataloop's console for Dataloop's cloud. */
  readonly web?: string;
  /** Shows an address; by default the browser does. */
  readonly open?: (url: string) => void | Promise<void>;
};

export type Me = { readonly id: string; readonly email: string; readonly username: string };

/** The places where the cloud's API and its screens are. */
const CLOUD: readonly (readonly [api: string, web: string])[] = [
  ['https://gate.dataloop.ai', 'https://console.dataloop.ai'],
];

export class Session {
  readonly projects: Projects;
  readonly datasets: Datasets;
  readonly pipelines: Pipelines;
  readonly commands: Commands;
  /** Runs of nodes, of all pipelines. */
  readonly executions: Executions;
  readonly triggers: Triggers;
  readonly #context: Context;

  constructor(options: ConnectOptions) {
    const transport = new Transport(options);
    const { origin } = new URL(transport.base);
    const cloud = CLOUD.find(([api]) => api === origin)?.[1];
    const open = options.open ?? openInBrowser;
    this.#context = {
      transport,
      web: (options.web ?? cloud ?? origin).replace(/\/+$/, ''),
      open: async (url) => await open(url),
    };
    this.projects = new Projects(this.#context);
    this.datasets = new Datasets(this.#context, null);
    this.pipelines = new Pipelines(this.#context, null);
    this.commands = new Commands(this.#context);
    this.executions = new Executions(this.#context);
    this.triggers = new Triggers(this.#context);
  }

  /** The address of the API, up to `/api/v1`. */
  get url(): string {
    return this.#context.transport.base;
  }

  /** What the server tells of itself; it must be Sluice. */
  events(options: EventOptions = {}): AsyncGenerator<ServerEvent, void, undefined> {
    return listen(this.#context, options);
  }

  /** Whose the token is. @throws Unauthorized */
  async me({ signal }: Cancel = {}): Promise<Me> {
    return await this.#context.transport.request('GET', '/users/me', { signal });
  }
}

/** Opens no connection yet: the first call does. @throws TypeError when `url` is no address. */
export function connect(options: ConnectOptions): Session {
  return new Session(options);
}
