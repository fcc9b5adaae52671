import { create } from 'zustand';
import type { EventPayload } from '#contract/events.ts';

/** What the engine is doing, from its last `engine.state` event; the app repeats that event to a window that loads. */
export const useEngineState = create<EventPayload<'engine.state'>>(() => ({
  state: 'starting',
  error: null,
}));
