import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A network of its own with nothing at the other end: loopback works, and everything else leaves by an interface that
 * only counts. IPv6 is off on it, since the kernel itself would say hello there.
 */
const SET_UP = [
  'ip link set lo up',
  'ip link add out type veth peer name sink',
  'echo 1 > /proc/sys/net/ipv6/conf/out/disable_ipv6',
  'echo 1 > /proc/sys/net/ipv6/conf/sink/disable_ipv6',
  'ip link set out arp off up',
  'ip link set sink up',
  'ip addr add 192.0.2.2/24 dev out',
  'ip route add default dev out',
  'exec "$@"',
].join(' && ');

/** Words before a command line that cut its network and count what it tries to send. */
export const CUT_NETWORK: readonly string[] = [
  'unshare',
  '--map-root-user',
  '--net',
  '--',
  'bash',
  '-c',
  SET_UP,
  'cut-network',
];

/** Why the network can't be cut here; undefined when it can. */
export function whyNetworkCannotBeCut(): string | undefined {
  const [command = '', ...prefix] = CUT_NETWORK;
  const { status, stderr, error } = spawnSync(command, [...prefix, 'true'], { encoding: 'utf8' });
  return status === 0 ? undefined : (error?.message ?? stderr).trim();
}

/** Packets that the processes in a cut network have tried to send to the outside so far. */
export function packetsSent(pid: number): number {
  const line = readFileSync(`/proc/${pid}/net/dev`, 'utf8')
    .split('\n')
    .find((one) => one.trim().startsWith('out:'));
  // Eight columns of what was received, then bytes and packets of what was sent.
  const packets = line?.split(':')[1]?.trim().split(/\s+/u)[9];
  if (packets === undefined) {
    throw new Error(`Process ${pid} has no counting interface.`);
  }
  return Number(packets);
}
