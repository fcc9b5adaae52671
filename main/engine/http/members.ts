/** Who may work here: those who have an account or a token. */
import type { ApiToken, Role, User } from '#core/model/api.ts';

export type Member = {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly role: Role;
};

/** Each person once, with the role of the account, or else of the latest token. */
export function membersOf(
  tokens: readonly Pick<ApiToken, 'email' | 'role'>[],
  users: readonly Pick<User, 'email' | 'role' | 'isDisabled'>[],
): Member[] {
  const byEmail = new Map([...tokens, ...users].map(({ email, role }) => [email, role]));
  for (const { email, isDisabled } of users) if (isDisabled) byEmail.delete(email);
  return [...byEmail].map(([email, role]) => ({ id: email, email, username: email, role }));
}
