/** Which addresses belong to this computer or its own network, and which hosts a grant names. */
import { BlockList, isIP } from 'node:net';

const own = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  own.addSubnet(net, prefix, 'ipv4');
}
for (const [net, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  ['2002::', 16],
] as const) {
  own.addSubnet(net, prefix, 'ipv6');
}

/** True for loopback, private, link-local, multicast and reserved addresses, and what leads to them. */
export function isPrivateAddress(address: string): boolean {
  const version = isIP(address);
  return version === 0 || own.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

/** How the list opens a host: by naming it, by a pattern, or not at all. */
export function hostGrant(url: URL, hosts: readonly string[]): 'named' | 'pattern' | null {
  const { hostname, host } = url;
  let grant: 'pattern' | null = null;
  for (const entry of hosts.map((text) => text.trim().toLowerCase())) {
    if (entry === hostname || entry === host || entry === `${hostname}:${port(url)}`) return 'named';
    if (entry === '*' || (entry.startsWith('*.') && hostname.endsWith(entry.slice(1)))) grant = 'pattern';
  }
  return grant;
}

function port(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
}
