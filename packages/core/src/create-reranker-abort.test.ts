import { getEventListeners } from "node:events";
import { Agent } from "undici";
import { describe, expect, test } from "vitest";
import { startFaultServer } from "../../../test/support/fault-server.ts";
import { failureOf, transports } from "../../../test/support/fault-table.ts";
import { answer, bytes, scores, silence } from "../../../test/support/faults.ts";
import { createReranker } from "./create-reranker.ts";
import type { RerankerOptions } from "./options.ts";

const request = { query: "q", documents: ["a 1", "b 2"] };
const reason = { why: "the user left" };

/** Resolves when a reranker emits an event of a type. */
function once(type: string): { options: RerankerOptions; happened: Promise<void> } {
  let resolve = (): void => {};
  const happened = new Promise<void>((done) => (resolve = done));
  return { options: { onEvent: (event) => event.type === type && resolve() }, happened };
}

/** What a call that is aborted now ends with, long before any timeout of its own, and without leaving a listener. */
async function abortNow(controller: AbortController, call: Promise<unknown>): Promise<unknown> {
  controller.abort(reason);
  const error = await failureOf(call);
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  return error;
}

describe.each(Object.entries(transports))(
  "an abort ends the call at once with its own reason, over %s",
  (_, transport) => {
    const create = (baseURL: string, options: RerankerOptions = {}) =>
      createReranker({ baseURL, ...transport, ...options });

    test("before it begins, without a request", async () => {
      await using server = await startFaultServer(scores);
      const call = create(server.baseURL).rerank(request, { signal: AbortSignal.abort(reason) });
      expect(await failureOf(call)).toBe(reason);
      expect(server.connections).toBe(0);
    });

    test("while it waits for a place", async () => {
      await using server = await startFaultServer(silence);
      const reranker = create(server.baseURL, { maxConcurrency: 1 });
      const [holder, controller] = [new AbortController(), new AbortController()];
      const held = failureOf(reranker.rerank(request, { signal: holder.signal }));
      await server.nextRequest();
      expect(await abortNow(controller, reranker.rerank(request, { signal: controller.signal }))).toBe(reason);
      expect(server.requests).toHaveLength(1);
      holder.abort();
      await held;
    });

    test("while it waits for the headers", async () => {
      await using server = await startFaultServer(silence);
      const controller = new AbortController();
      const arrived = server.nextRequest();
      const call = create(server.baseURL).rerank(request, { signal: controller.signal });
      await arrived;
      expect(await abortNow(controller, call)).toBe(reason);
    });

    test("within the body", async () => {
      let written = (): void => {};
      const partly = new Promise<void>((resolve) => (written = resolve));
      await using server = await startFaultServer((socket, received) => {
        bytes('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"results": [')(socket, received);
        setTimeout(written, 20);
      });
      const controller = new AbortController();
      const call = create(server.baseURL).rerank(request, { signal: controller.signal });
      await partly;
      expect(await abortNow(controller, call)).toBe(reason);
    });

    test("while it waits to try again", async () => {
      await using server = await startFaultServer(answer(503, "", { "retry-after": "30" }));
      const { options, happened } = once("retry");
      const controller = new AbortController();
      const call = create(server.baseURL, options).rerank(request, { signal: controller.signal });
      await happened;
      expect(await abortNow(controller, call)).toBe(reason);
      expect(server.requests).toHaveLength(1);
    });

    test("in all parts of a split call", async () => {
      await using server = await startFaultServer(silence);
      const controller = new AbortController();
      const arrived = server.nextRequest();
      const options = { maxDocumentsPerRequest: 1, maxConcurrency: 1 };
      const call = create(server.baseURL, options).rerank(request, { signal: controller.signal });
      await arrived;
      expect(await abortNow(controller, call)).toBe(reason);
      expect(server.requests).toHaveLength(1);
    });

    test("whatever the reason is", async () => {
      await using server = await startFaultServer(silence);
      for (const odd of [null, 0, "", "gone", new Error("gone")]) {
        const controller = new AbortController();
        const arrived = server.nextRequest();
        const call = failureOf(create(server.baseURL).rerank(request, { signal: controller.signal }));
        await arrived;
        controller.abort(odd);
        expect(await call).toBe(odd);
      }
    });

    test("AbortSignal.timeout and AbortSignal.any end it too", async () => {
      await using server = await startFaultServer(silence);
      const signal = AbortSignal.any([AbortSignal.timeout(40), new AbortController().signal]);
      const error = await failureOf(create(server.baseURL).rerank(request, { signal }));
      expect(error).toBe(signal.reason);
      expect(error.name).toBe("TimeoutError");
    });

    test("the request of an aborted call is taken off the wire", async () => {
      let closed: Promise<unknown> | undefined;
      await using server = await startFaultServer((socket) => {
        closed = new Promise((resolve) => socket.once("close", resolve));
      });
      const controller = new AbortController();
      const arrived = server.nextRequest();
      const call = failureOf(create(server.baseURL).rerank(request, { signal: controller.signal }));
      await arrived;
      controller.abort();
      await call;
      await expect(closed).resolves.toBeDefined();
    });

    test("an aborted call gives its place back, and the reranker goes on", async () => {
      await using server = await startFaultServer(silence);
      const reranker = create(server.baseURL, { maxConcurrency: 1 });
      for (let turn = 0; turn < 3; turn++) {
        const controller = new AbortController();
        const arrived = server.nextRequest();
        const call = failureOf(reranker.rerank(request, { signal: controller.signal }));
        await arrived;
        controller.abort();
        await call;
      }
      server.fault = scores;
      expect((await reranker.rerank(request)).results).toHaveLength(2);
    });
  },
);

test("an abort while it connects ends the call at once with its own reason", async () => {
  const dispatcher = new Agent({ connect: () => {} });
  const controller = new AbortController();
  const { options, happened } = once("request");
  const reranker = createReranker({ baseURL: "http://127.0.0.1:9/v1", dispatcher, ...options });
  const call = reranker.rerank(request, { signal: controller.signal });
  await happened;
  expect(await abortNow(controller, call)).toBe(reason);
  await dispatcher.destroy();
});

test("an attempt that cannot connect in time is a timeout", async () => {
  const dispatcher = new Agent({ connect: () => {} });
  const reranker = createReranker({ baseURL: "http://127.0.0.1:9/v1", dispatcher, timeoutMs: 40, maxRetries: 0 });
  const error = await failureOf(reranker.rerank(request));
  expect(error).toMatchObject({ name: "TimeoutError", isRetryable: true });
  await dispatcher.destroy();
});

test("one signal for many calls, in one part and in many, has few listeners, and none in the end", async () => {
  await using server = await startFaultServer(scores);
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning);
  process.on("warning", onWarning);
  const { signal } = new AbortController();
  for (const transport of Object.values(transports)) {
    const reranker = createReranker({ baseURL: server.baseURL, maxDocumentsPerRequest: 2, ...transport });
    const documents = Array.from({ length: 26 }, (_, index) => `text ${index}`);
    const calls = Array.from({ length: 12 }, () => reranker.rerank({ query: "q", documents }, { signal }));
    expect(getEventListeners(signal, "abort").length).toBeLessThanOrEqual(1);
    await Promise.all(calls);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    await Promise.all(Array.from({ length: 12 }, () => reranker.rerank(request, { signal })));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  }
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", onWarning);
  expect(warnings).toEqual([]);
});
