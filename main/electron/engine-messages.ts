/** What the app and its engine process say to each other, the same over both kinds of channel. */

import type { EngineEvent } from '#contract/events.ts';
import type { WireError } from '#core/errors.ts';

export type EngineStart = {
  /** Folder for what belongs to the person and not to a workspace, such as the list of recent workspaces. */
  readonly configDir: string;
  /** Folder with the programs a packaged app brings along; null when run from source. */
  readonly packagedDir: string | null;
  /** The app's version. */
  readonly version: string;
  readonly logFile: string;
};

export type ToEngine =
  | { readonly kind: 'start'; readonly start: EngineStart }
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  /** What became of a `cipher` message; null: the system's key store does not do it. */
  | { readonly kind: 'ciphered'; readonly id: number; readonly text: string | null }
  /** Finish what runs, close the workspace and end. */
  | { readonly kind: 'shutdown' };

export type FromEngine =
  | { readonly kind: 'ready' }
  /** It cannot run here, and would not the next time either. */
  | { readonly kind: 'unable'; readonly error: WireError }
  /** The envelope as JSON: a text crosses processes in one piece, while 10,000 annotations as objects took a second. */
  | { readonly kind: 'answer'; readonly id: number; readonly text: string }
  /** Only the app may ask the system's key store. */
  | {
      readonly kind: 'cipher';
      readonly id: number;
      readonly how: 'encrypt' | 'decrypt';
      readonly text: string;
    }
  | { readonly kind: 'event'; readonly event: EngineEvent };
