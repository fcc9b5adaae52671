/** Items that somebody of the driver has in hand, so that no two work on one at a time. */

export type Holds = {
  /** Does the work with all of them in hand; null when another has one of them. */
  whileHolding<T>(itemIds: readonly string[], work: () => Promise<T>): Promise<T | null>;
  isHeld(itemId: string): boolean;
};

export function createHolds(): Holds {
  const held = new Set<string>();
  return {
    isHeld: (itemId) => held.has(itemId),
    async whileHolding(itemIds, work) {
      if (itemIds.some((id) => held.has(id))) return null;
      for (const id of itemIds) held.add(id);
      try {
        return await work();
      } finally {
        for (const id of itemIds) held.delete(id);
      }
    },
  };
}
