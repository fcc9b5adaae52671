/** Where items of a peer come in, having counted the nodes they went through. */

export type FinishLine = {
  /** An item is through after so many nodes. */
  arrived(nodes: number): void;
  /** Resolves with the last item. @throws Error when an item has left nodes out or gone through one twice. */
  readonly allThrough: Promise<void>;
};

export function finishLine(items: number, nodes: number): FinishLine {
  let through = 0;
  let end: { resolve: () => void; reject: (error: Error) => void } | null = null;
  const allThrough = new Promise<void>((resolve, reject) => {
    end = { resolve, reject };
  });
  return {
    allThrough,
    arrived(taken) {
      through += 1;
      if (taken !== nodes) end?.reject(new Error(`An item took ${taken} steps.`));
      else if (through === items) end?.resolve();
    },
  };
}
