/**
 * What the outside gives to code that must be deterministic in tests: time, ids, randomness, a log.
 */

/** Wall clock. */
export type Clock = {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
};

/** Source of ids: 24 lower-case hex characters that sort by creation time (also within one millisecond). */
export type Ids = {
  next(): string;
};

/** Source of randomness. */
export type RandomSource = {
  /** A number in [0, 1). */
  next(): number;
};

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Structured log: one message, flat facts. Never receives tokens or picture data. */
export type Logger = {
  log(level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>): void;
};

/** Encrypts with a key that the system keeps for this person. */
export type Cipher = {
  /** Null: the system keeps no such key. */
  encrypt(text: string): Promise<string | null>;
  /** Null: it was encrypted with another key, or the system gives it out no more. */
  decrypt(text: string): Promise<string | null>;
};

/** Keeps what nobody else may read, such as tokens of remotes. */
export type Secrets = {
  /** Null: there is none of that name. @throws SluiceError `remote-denied` when there is one, which cannot be read here */
  get(name: string): Promise<string | null>;
  /** Null takes it away. */
  set(name: string, value: string | null): Promise<void>;
  /** Encrypted by the system's key store, or as it is in a file that only the person may read; null: there is none. */
  where(name: string): Promise<'key-store' | 'file' | null>;
};

/** The ports an engine needs. */
export type Ports = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: RandomSource;
  readonly logger: Logger;
};
