/** Patterns as a person types them. */

/** One pattern a line or between commas; empty ones and repetitions are left out. */
export function parsePatterns(text: string): string[] {
  const parts = text.split(/[\n,]/).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

/** Back to lines. */
export function printPatterns(patterns: readonly string[]): string {
  return patterns.join('\n');
}
