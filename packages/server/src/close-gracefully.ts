import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * The `close()` of a server. `server.close()` alone would wait for connections on which nothing was ever sent, and
 * for clients that keep theirs alive after the last response.
 */
export function closeGracefully(server: Server, timeoutMs: number): () => Promise<void> {
  const running = new Map<Socket, Set<ServerResponse>>();
  let closed: Promise<void> | undefined;
  server.on("connection", (socket) => {
    running.set(socket, new Set());
    socket.once("close", () => running.delete(socket));
  });
  server.on("request", ({ socket }, response) => {
    const responses = running.get(socket);
    responses?.add(response);
    response.once("close", () => {
      responses?.delete(response);
      if (closed !== undefined && responses?.size === 0) socket.destroySoon();
    });
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => server.closeAllConnections(), timeoutMs);
      server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      for (const [socket, responses] of running) {
        if (responses.size === 0) socket.destroy();
        for (const response of responses) response.shouldKeepAlive = false;
      }
    });
  return () => (closed ??= close());
}
