/** Who may work here: those who have a token. */
import type { ApiToken, Role } from '#core/model/api.ts';

export type Member = {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly role: Role;
};

/** Each person once, with the role of the latest token. */
export function membersOf(tokens: readonly ApiToken[]): Member[] {
  const byEmail = new Map(tokens.map((token) => [token.email, token.role]));
  return [...byEmail].map(([email, role]) => ({ id: email, email, username: email, role }));
}
