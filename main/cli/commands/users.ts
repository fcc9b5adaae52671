import { type Command, Option } from 'commander';
import type { CallOutput } from '#contract/index.ts';
import { ROLES, type Role } from '#core/model/api.ts';
import { withHost } from '../engine.ts';
import { EXIT } from '../exit-codes.ts';
import { jsonOption } from '../options.ts';
import { facts, table } from '../output.ts';
import type { Runner, Session } from '../session.ts';
import { newPassword } from '../users/password.ts';

type User = CallOutput<'users.add'>;
type PasswordFlags = { passwordStdin?: boolean };

const EMAIL = 'e-mail address of the account';

/** `sluice users`: people with an account. Works with no workspace, also while another Sluice serves it. */
export function addUsers(program: Command, run: Runner): void {
  const users = program
    .command('users')
    .description('people who work with a hub: their accounts, roles, passwords and log-ins')
    .addHelpText(
      'after',
      `
An account bounds what its owner's tokens may do, and lets them log in with a password, on the Sync screen and on the
hub's page /admin. Roles, from the least to the most: ${ROLES.join(', ')}.

Examples:
  sluice users add ada@example.com --role annotator
  sluice users set ada@example.com --role developer
  sluice users disable ada@example.com`,
    );

  users
    .command('list')
    .description('list the accounts')
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  sluice users list')
    .action(async (flags: { json?: boolean }) => {
      await run(flags, async ({ output }) => {
        const all = await withHost(output, ({ call }) => call('users.list', {}));
        output.result(all, () => (all.length === 0 ? 'There are no accounts.' : listing(all)));
        return EXIT.ok;
      });
    });

  withPassword(users.command('add').argument('<email>', EMAIL))
    .description('add somebody; prints a password that was made up, this once')
    .addOption(roleOption().default('annotator'))
    .option('--no-password', 'tokens only')
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  sluice users add ada@example.com --role annotator')
    .action(
      async (email: string, flags: PasswordFlags & { role: Role; password: boolean; json?: boolean }) => {
        await run(flags, async (session) => {
          const password = flags.password ? await newPassword(flags) : null;
          const user = await withHost(session.output, ({ call }) =>
            call('users.add', { email, role: flags.role, password }),
          );
          return tell(session, user, flags.passwordStdin ? null : password);
        });
      },
    );

  withPassword(users.command('password').argument('<email>', EMAIL))
    .description('set another password; ends the log-ins made with the one before')
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  sluice users password ada@example.com')
    .action(async (email: string, flags: PasswordFlags & { json?: boolean }) => {
      await run(flags, async (session) => {
        const password = await newPassword(flags);
        const user = await update(session, { email, password });
        return tell(session, user, flags.passwordStdin ? null : password);
      });
    });

  users
    .command('set')
    .argument('<email>', EMAIL)
    .description('give somebody another role')
    .addOption(roleOption().makeOptionMandatory())
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  sluice users set ada@example.com --role owner')
    .action(async (email: string, { role, json }: { role: Role; json?: boolean }) => {
      await run({ json }, async (session) => tell(session, await update(session, { email, role })));
    });

  for (const [name, isDisabled, what] of [
    ['disable', true, 'shut somebody out: neither a password nor a token opens anything'],
    ['enable', false, 'let somebody in again'],
  ] as const) {
    users
      .command(name)
      .argument('<email>', EMAIL)
      .description(what)
      .addOption(jsonOption())
      .addHelpText('after', `\nExamples:\n  sluice users ${name} ada@example.com`)
      .action(async (email: string, flags: { json?: boolean }) => {
        await run(flags, async (session) => tell(session, await update(session, { email, isDisabled })));
      });
  }

  users
    .command('revoke')
    .argument('<email>', EMAIL)
    .description('take back all tokens of somebody, and end their log-ins')
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  sluice users revoke ada@example.com')
    .action(async (email: string, flags: { json?: boolean }) => {
      await run(flags, async ({ output }) => {
        const { revoked } = await withHost(output, ({ call }) => call('users.revoke', { email }));
        output.result({ email, revoked }, () => facts([['revoked', String(revoked)]]));
        return EXIT.ok;
      });
    });
}

function roleOption(): Option {
  return new Option('--role <role>', 'what they may do').choices([...ROLES]);
}

function withPassword(command: Command): Command {
  return command.option('--password-stdin', 'read the password from standard input, one line');
}

async function update(
  { output }: Session,
  change: { email: string; role?: Role; password?: string; isDisabled?: boolean },
): Promise<User> {
  return await withHost(output, ({ call }) => call('users.update', change));
}

/** @param password made up just now */
function tell({ output }: Session, user: User, password: string | null = null) {
  const shown = password === null ? {} : { password };
  output.result({ ...user, ...shown }, () =>
    facts([...describe(user), ...Object.entries(shown)].map(([name, value]) => [name, value])),
  );
  return EXIT.ok;
}

function describe(user: User): [string, string][] {
  return [
    ['email', user.email],
    ['role', user.role],
    ['state', stateOf(user)],
  ];
}

function stateOf({ isDisabled, hasPassword }: User): string {
  if (isDisabled) return 'disabled';
  return hasPassword ? 'password' : 'tokens only';
}

function listing(all: readonly User[]): string {
  return table(
    ['email', 'role', 'state', 'tokens', 'last seen', 'from'],
    all.map((user) => [
      user.email,
      user.role,
      stateOf(user),
      String(user.tokens),
      user.seen ? new Date(user.seen.at).toISOString() : '-',
      user.seen?.from ?? '-',
    ]),
  );
}
