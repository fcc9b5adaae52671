/** Long work as the SDK waits for it (reference section 1.16). */
import { isRunning, readCommand, Unreadable } from './readers.ts';
import { type Client, ClientError, type Json, until } from './wire.ts';

/** Polls the part of its address behind `api/v1` until it is over. @throws ClientError 424 when it did not succeed. */
export async function over(client: Client, json: Json): Promise<Json> {
  const command = readCommand(json);
  // One that is over at once is taken as it is.
  if (!isRunning(command)) return succeeded(command);
  const path = command.url.split('api/v1')[1];
  return succeeded(
    await until(
      async () => readCommand(await client.ask('GET', path)),
      (now) => !isRunning(now),
    ),
  );
}

function succeeded(command: Json): Json {
  if (command.status === 'success') return command;
  throw new ClientError(424, `Command ${command.status}: ${JSON.stringify(command.error)}`);
}

/** What a command says it has made. */
export async function specOf(client: Client, json: Json, ...keys: readonly string[]): Promise<Json> {
  const { spec } = await over(client, json);
  const missing = keys.filter((key) => !Object.hasOwn(spec, key));
  if (missing.length > 0) throw new Unreadable(`"${missing.join(', ')}" is missing in the command's reply`);
  return spec;
}
