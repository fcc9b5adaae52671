/** The way to talk to each kind of remote. */
import { SluiceError } from '#core/errors.ts';
import type { Remote } from '#core/model/sync.ts';
import type { EngineContext } from '../context.ts';
import { idHere, listIdsThere } from '../db/queries/remotes.ts';
import { dataloopRemote } from './dataloop/remote.ts';
import type { Http } from './http.ts';
import { hubRemote } from './hub-remote.ts';
import type { RemoteApi } from './remote.ts';

export function remoteApi(
  { db, ports }: Pick<EngineContext, 'db' | 'ports'>,
  remote: Pick<Remote, 'id' | 'kind'>,
  http: Http,
): RemoteApi {
  switch (remote.kind) {
    case 'sluice':
      return hubRemote(http);
    case 'pack':
      throw new SluiceError('remote-denied', 'It came in a pack: what is done goes back as a file.');
    case 'dataloop':
      return dataloopRemote(http, {
        now: ports.clock.now,
        known: ({ datasetId, ...range }) =>
          listIdsThere(db, {
            ...range,
            remoteId: remote.id,
            datasetId: idHere(db, remote.id, 'dataset', datasetId),
          }),
      });
  }
}
