import { QueryClient } from '@tanstack/react-query';

/** Milliseconds for which an answer that nobody shows is kept: for whoever goes to another place and straight back. */
const KEPT_MS = 30_000;

/**
 * The cache of answers. Answers come from the engine on this computer in about a millisecond, so a screen that opens
 * always asks again; in between, events say what changed (events.ts).
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // `always`: by default nothing is asked while the computer is offline, which is the normal case here.
      // Repeating after a restart of the engine is done by `call`, and nothing else gets better by itself.
      queries: {
        networkMode: 'always',
        retry: false,
        // A person goes through hundreds of items in the library's usual five minutes.
        gcTime: KEPT_MS,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
