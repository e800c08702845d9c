import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * The `close()` of a server. `server.close()` alone would wait for connections on which nothing was ever sent, and
 * for clients that keep theirs alive after the last response. Whatever ends a connection, each of its responses hears
 * of it.
 */
export function closeGracefully(server: Server, timeoutMs: number): () => Promise<void> {
  const running = new Map<Socket, Set<ServerResponse>>();
  let closed: Promise<void> | undefined;
  server.on("connection", (socket) => {
    const responses = new Set<ServerResponse>();
    running.set(socket, responses);
    socket.once("close", () => {
      running.delete(socket);
      closeQueued(responses);
    });
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
        // The last alone says that the connection ends: Node would send nothing after the one that does.
        const last = [...responses].at(-1);
        if (last !== undefined) last.shouldKeepAlive = false;
      }
    });
  return () => (closed ??= close());
}

/**
 * Node tells only the response that is being sent that its connection has ended. To those of pipelined requests, which
 * wait behind it and have no socket yet, it says nothing, and their work would run on for nobody.
 */
function closeQueued(responses: ReadonlySet<ServerResponse>): void {
  for (const response of responses) if (response.socket === null) response.emit("close");
}
