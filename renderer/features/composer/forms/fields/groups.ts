/** The name of a further group: the first letter that none has, else a number. */
export function nextGroup(taken: readonly unknown[]): string {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const free = letters.find((letter) => !taken.includes(letter));
  return free ?? String(taken.length + 1);
}
