/** What every repository and entity of one connection shares. */
import type { Transport } from './transport.ts';

export type Context = {
  readonly transport: Transport;
  /** Where people see what the API is about, without a slash at its end. */
  readonly web: string;
  /** Shows an address to the person at this computer. */
  readonly open: (url: string) => Promise<void>;
};
