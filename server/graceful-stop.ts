import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";

/**
 * Gives a function that stops the server: it listens no more, lets go of every connection that has nothing under way,
 * and of the others once their answers are sent; of all of them after `withinMs`.
 *
 * Node's `closeIdleConnections` spares those that never asked anything, such as browsers keep in hand.
 */
export function gracefulStop(server: Server, withinMs: number): () => Promise<void> {
  const silent = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    silent.add(socket);
    socket.once("close", () => silent.delete(socket));
  });
  server.on("request", ({ socket }: IncomingMessage) => silent.delete(socket));

  return async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of silent) socket.destroy();
    const sweeping = setInterval(() => server.closeIdleConnections(), sweepEveryMs);
    const tooLate = setTimeout(() => server.closeAllConnections(), withinMs);
    await closed;
    clearInterval(sweeping);
    clearTimeout(tooLate);
  };
}

const sweepEveryMs = 100;
