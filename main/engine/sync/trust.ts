/**
 * Connections over TLS to a server whose certificate the system trusts, or shows the very one that a person has come to trust.
 * Which it is, is known before a request gets the connection: an untrusted server never sees a byte of one.
 */
import type { X509Certificate } from 'node:crypto';
import { Agent } from 'node:https';
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { SluiceError } from '#core/errors.ts';
import type { ShownCertificate } from '#core/model/sync.ts';

/** Milliseconds for the way to a server and to its certificate. */
const HANDSHAKE_MS = 30_000;

export type TrustingAgent = {
  readonly agent: Agent;
  /** Whether the last connection needed no certificate of its own to be trusted. */
  systemTrusts(): boolean;
  destroy(): void;
};

/** @param certificate SHA-256 of the one that a person trusts; null: those that the system trusts */
export function trustingAgent(certificate: string | null): TrustingAgent {
  const connecting = new Set<tls.TLSSocket>();
  let trusted = false;

  const agent = new Agent({ keepAlive: true });
  agent.createConnection = (options, done) => {
    const host = String(options.host ?? options.hostname ?? '');
    const socket = tls.connect({
      ...(options as tls.ConnectionOptions),
      ALPNProtocols: ['http/1.1'],
      secureContext: authorities(),
      // Judged below: the system's answer is one of two that count.
      rejectUnauthorized: false,
    });
    connecting.add(socket);
    const end = (error: Error | null) => {
      connecting.delete(socket);
      socket.setTimeout(0);
      socket.off('error', end);
      if (error) socket.destroy();
      done?.(error, socket as Socket);
    };
    socket.once('error', end);
    socket.setTimeout(HANDSHAKE_MS, () => socket.destroy(new Error('It does not answer.')));
    socket.once('secureConnect', () => {
      trusted = socket.authorized;
      end(judge(socket, host, certificate));
    });
    return undefined;
  };

  return {
    agent,
    systemTrusts: () => trusted,
    destroy() {
      agent.destroy();
      for (const socket of connecting) socket.destroy();
    },
  };
}

/** Null: good. */
function judge(socket: tls.TLSSocket, host: string, pinned: string | null): SluiceError | null {
  const shown = socket.getPeerX509Certificate();
  if (!shown) return new SluiceError('remote-offline', `${host} shows no certificate.`);
  const certificate = describe(shown);
  const isPinned = certificate.fingerprint === pinned;
  if (socket.authorized || (isPinned && !certificate.ended)) return null;
  const message = isPinned
    ? `The certificate of ${host} has ended on ${shown.validTo}. Nothing was sent there. Start the hub anew: it makes another, which you can then trust.`
    : pinned === null
      ? `${host} shows a certificate that nobody vouches for. Nothing was sent there. Compare its fingerprint with what the hub printed when it started.`
      : `${host} shows another certificate than the one that you trust: it was made anew, or somebody is in between. Nothing was sent there. Ask whoever runs the hub, and compare the fingerprint.`;
  return new SluiceError('remote-untrusted', message, { certificate });
}

function describe(shown: X509Certificate): ShownCertificate {
  const [from, to] = [Date.parse(shown.validFrom), Date.parse(shown.validTo)];
  const now = Date.now();
  return {
    fingerprint: shown.fingerprint256,
    name: /^CN=(.*)$/m.exec(shown.subject)?.[1] ?? shown.subject,
    validFrom: from,
    validTo: to,
    ended: now > to || now < from,
  };
}

let context: tls.SecureContext | undefined;

/** Authorities of Node and of the system, where this Node can tell: companies have some of their own. Read once. */
function authorities(): tls.SecureContext {
  if (context) return context;
  const system = 'getCACertificates' in tls ? tls.getCACertificates('system') : [];
  context = tls.createSecureContext({ ca: [...tls.rootCertificates, ...system] });
  return context;
}
