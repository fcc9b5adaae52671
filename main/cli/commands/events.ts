import { type Command, Option } from 'commander';
import { SluiceError } from '#core/errors.ts';
import type { ServerEvent } from '#sdk/index.ts';
import { EXIT } from '../exit-codes.ts';
import type { Runner, Session } from '../session.ts';

type EventFlags = {
  readonly url: string;
  readonly token?: string;
  readonly project?: string;
  readonly dataset?: string;
  readonly type?: string;
  readonly json?: boolean;
};

/** `sluice events`: what happens in a Sluice that serves, until Ctrl-C. */
export function addEvents(program: Command, run: Runner): void {
  program
    .command('events')
    .description('follow what happens in a Sluice that serves the API, until Ctrl-C')
    .addOption(
      new Option('--url <address>', 'where it serves').env('SLUICE_URL').default('http://127.0.0.1:7411'),
    )
    .addOption(new Option('--token <token>', 'see "sluice token"').env('SLUICE_TOKEN'))
    .option('--project <ids>', 'only of projects with these ids, with commas')
    .option('--dataset <ids>', 'only of datasets with these ids, with commas')
    .option('--type <types>', 'only these, with commas: item.created, cycle.ended…; "item" is all of items')
    .option('--json', 'print one JSON value a line')
    .addHelpText(
      'after',
      `
After a lost connection it goes on with the next event. "reset" says that some were missed.

Example:
  sluice events --type item.status,cycle.ended --json`,
    )
    .action(async (flags: EventFlags) => {
      await run(flags, async (session) => await follow(flags, session));
    });
}

async function follow(flags: EventFlags, { output, signal }: Session) {
  if (!URL.canParse(flags.url)) {
    throw new SluiceError(
      'invalid-input',
      `"${flags.url}" is no address; it looks like http://127.0.0.1:7411.`,
    );
  }
  const { url, token, project, dataset, type } = flags;
  if (token === undefined)
    throw new SluiceError('invalid-input', 'Give a token with --token or SLUICE_TOKEN.');
  const { ApiError, connect } = await import('#sdk/index.ts');
  const lists = {
    ...(project === undefined ? {} : { projects: project.split(',') }),
    ...(dataset === undefined ? {} : { datasets: dataset.split(',') }),
    ...(type === undefined ? {} : { names: type.split(',') }),
  };
  const onListening = () => output.say(`sluice: following ${url}`);
  try {
    const events = connect({ url, token }).events({ ...lists, signal, onListening });
    for await (const event of events)
      output.result({ event: event.name, ...event.payload }, () => lineOf(event));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new SluiceError('invalid-input', error.message, { url }, { cause: error });
  }
  return EXIT.ok;
}

function lineOf({ name, payload }: ServerEvent): string {
  const { id, at, status, message } = payload;
  return [at, name, id, status, message].filter((value) => typeof value === 'string').join('  ');
}
