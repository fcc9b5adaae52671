import { useQueryClient } from '@tanstack/react-query';

/**
 * Makes answers old that no event speaks of, e.g. after `recipes.update`.
 * @returns a function that takes the first part of the calls' names, "recipes."
 */
export function useRefresh(): (prefix: string) => Promise<void> {
  const queries = useQueryClient();
  return (prefix) =>
    queries.invalidateQueries({
      predicate: ({ queryKey: [name] }) => typeof name === 'string' && name.startsWith(prefix),
    });
}
