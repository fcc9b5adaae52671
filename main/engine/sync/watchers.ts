/** Workstations that wait, at a hub, to hear that something has changed. */
import type { EngineEvent } from '#contract/events.ts';

/** Milliseconds for which changes are gathered until those who wait are told: a burst of commits is one look. */
const GATHER_MS = 50;

export type Watchers = {
  /** Something was committed: cheap. */
  committed(): void;
  /** What screens hear of: recipes and tasks are known to have changed by it. */
  heard(event: Pick<EngineEvent, 'name'>): void;
  /** Another text whenever recipes, tasks or who works in them may have changed, and after each start. */
  about(): string;
  /** Resolves as soon as `changed` says so, at the latest after the time. @param ms milliseconds */
  wait(changed: () => boolean, ms: number): Promise<boolean>;
};

/** @param start names this start of the engine. @param closing ends all waiting */
export function createWatchers(start: () => string, closing: AbortSignal): Watchers {
  const waiting = new Set<() => void>();
  let gathering: NodeJS.Timeout | null = null;
  let name: string | null = null;
  let count = 0;

  function look(): void {
    gathering = null;
    for (const one of [...waiting]) one();
  }

  function stir(): void {
    if (waiting.size === 0 || gathering) return;
    gathering = setTimeout(look, GATHER_MS).unref();
  }

  return {
    committed: stir,
    heard(event) {
      if (event.name !== 'tasks.changed' && event.name !== 'projects.changed') return;
      count += 1;
      stir();
    },
    about() {
      name ??= start();
      return `${name} ${count}`;
    },
    wait(changed, ms) {
      if (ms === 0 || closing.aborted || changed()) return Promise.resolve(changed());
      return new Promise((resolve) => {
        const end = (answer: boolean) => {
          clearTimeout(timer);
          waiting.delete(again);
          closing.removeEventListener('abort', leave);
          resolve(answer);
        };
        const again = () => {
          if (changed()) end(true);
        };
        const leave = () => end(false);
        const timer = setTimeout(() => end(changed()), ms).unref();
        waiting.add(again);
        closing.addEventListener('abort', leave);
      });
    },
  };
}
