import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP port of this machine that leads to a Unix socket. */
export interface SocketForwarder {
  readonly port: number;
  close(): void;
}

/**
 * Forwards a free port of 127.0.0.1 to a Unix socket. A socket in the file system is reached from outside a network
 * namespace, so a server cut off from every network can still be opened in a browser.
 */
export async function forwardToSocket(socketPath: string): Promise<SocketForwarder> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(socketPath);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.pipe(to);
      // One side's end, orderly or not, is the other side's end.
      from.on('error', () => {
        to.destroy();
      });
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
    },
  };
}
