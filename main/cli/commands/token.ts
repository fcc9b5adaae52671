import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CallInput } from '#contract/index.ts';
import { ROLES } from '#core/model/api.ts';
import { tokenIdSchema } from '#core/model/ids.ts';
import { type CliEngine, withHost } from '../engine.ts';
import { EXIT } from '../exit-codes.ts';
import { jsonOption, timeSpan } from '../options.ts';
import { facts, table } from '../output.ts';
import type { Runner } from '../session.ts';

type Made = CallInput<'api.createToken'>;
type MakeFlags = { email: string; role: Made['role']; expires: number; json?: boolean };

/** The command above has the option as well, and commander gives it to that one. */
type JsonFlag = { json?: boolean };

/** `sluice token`: who may use the API. Works with no workspace, also while another Sluice has it open. */
export function addToken(program: Command, run: Runner): void {
  const token = program
    .command('token')
    .description('make a token for the API, list those there are, take one back')
    .addOption(
      new Option('--email <address>', 'whose it is: the creator of what is made with it').default(
        'me@localhost',
      ),
    )
    .addOption(new Option('--role <role>', 'what it may do').choices([...ROLES]).default('owner'))
    .addOption(
      new Option('--expires <time>', 'how long it is good for, such as 12h, 30d or 1y')
        .argParser(timeSpan('2m', '10y'))
        .default(365 * 86_400, '1y'),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The token is shown this once. Roles, from the least to the most: ${ROLES.join(', ')}.

Examples:
  sluice token
  sluice token --email ada@example.com --role annotator --expires 30d --json
  sluice token list
  sluice token revoke 0199b2c3d4e5f60718293a4b`,
    )
    .action(async (flags: MakeFlags) => {
      await run(flags, async ({ output }) => {
        const { email, role, expires } = flags;
        const made = await withHost(output, (engine) =>
          engine.call('api.createToken', { email, role, seconds: expires }),
        );
        output.result(made, () => made.token);
        output.say(
          `Good until ${new Date(made.expiresAt).toISOString()}. To take it back: sluice token revoke ${made.id}`,
        );
        return EXIT.ok;
      });
    });
  token
    .command('list')
    .description('list the tokens there are, without what opens things')
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  sluice token list')
    .action(async (_flags: object, command: Command) => {
      await run(command.optsWithGlobals<JsonFlag>(), async ({ output }) => {
        const tokens = await withHost(output, (engine: CliEngine) => engine.call('api.tokens', {}));
        output.result(tokens, () =>
          table(
            ['id', 'email', 'role', 'good until'],
            tokens.map(({ id, email, role, expiresAt }) => [
              id,
              email,
              role,
              new Date(expiresAt).toISOString(),
            ]),
          ),
        );
        return EXIT.ok;
      });
    });
  token
    .command('revoke')
    .argument('<id>', 'of the token, as "sluice token list" shows it', idOf)
    .description('take a token back: it opens nothing from now on')
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  sluice token revoke 0199b2c3d4e5f60718293a4b')
    .action(async (id: ReturnType<typeof idOf>, _flags: object, command: Command) => {
      await run(command.optsWithGlobals<JsonFlag>(), async ({ output }) => {
        await withHost(output, (engine) => engine.call('api.revokeToken', { id }));
        output.result({ id, revoked: true }, () => facts([['revoked', id]]));
        return EXIT.ok;
      });
    });
}

function idOf(text: string) {
  const parsed = tokenIdSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It must be the id of a token: see "sluice token list".');
}
