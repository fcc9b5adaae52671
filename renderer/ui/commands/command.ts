/** A command: something a person can do, by palette, key or button, under one name. */
export type Command = {
  /** Unique and stable, e.g. "studio.complete"; what a key is bound to. */
  readonly id: string;
  readonly title: string;
  /** Heading under which the palette lists it. */
  readonly group: string;
  /** What keys are bound to in place of the id, where that comes from data: "label#1" for the first label. */
  readonly slot?: string;
  /** Keys such as "mod+K", "Shift+ArrowLeft", "1"; `mod` is Ctrl, and Command on a Mac. A person may choose others. */
  readonly keys?: readonly string[];
  /** False: listed nowhere and deaf to its keys. Default true. */
  readonly enabled?: boolean;
  /** True: its keys work while a person types in a field, too. Default false. */
  readonly inFields?: boolean;
  run(): void;
};
