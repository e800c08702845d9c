import { createReranker, type RerankError, type RerankerOptions, type RerankRequest } from "@rankwire/core";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Fault, startFaultServer } from "./fault-server.ts";
import { expectNoSecret, secrets } from "./secrets.ts";

/** The ways in which requests are sent on Node. */
export const transports: Readonly<Record<string, RerankerOptions>> = {
  undici: {},
  fetch: { fetch: globalThis.fetch },
};

/** What a fault must give. */
export interface ExpectedFailure {
  /** The literal name of the class. */
  readonly name: string;
  readonly code: string;
  readonly isRetryable: boolean;
  readonly status?: number;
  /** Every one of them stands in the message. */
  readonly message: readonly (string | RegExp)[];
}

/** A fault and what a caller gets of it. */
export interface FaultCase {
  readonly title: string;
  readonly fault: Fault;
  readonly options?: RerankerOptions;
  readonly request?: Partial<RerankRequest>;
  readonly fails: ExpectedFailure;
  /** How often the request reaches the server. @defaultValue 3 where the failure is retryable, else 1 */
  readonly requests?: number;
  /** Where one transport differs from the other. */
  readonly but?: Readonly<Record<string, Partial<Pick<FaultCase, "requests">> & { fails?: Partial<ExpectedFailure> }>>;
}

export const connectionFailure = { name: "ConnectionError", code: "RANKWIRE_CONNECTION", isRetryable: true } as const;
export const timeoutFailure = { name: "TimeoutError", code: "RANKWIRE_TIMEOUT", isRetryable: true } as const;
export const badResponse = {
  name: "InvalidResponseError",
  code: "RANKWIRE_INVALID_RESPONSE",
  isRetryable: false,
} as const;
export const badRequest = {
  name: "InvalidRequestError",
  code: "RANKWIRE_INVALID_REQUEST",
  isRetryable: false,
} as const;
export const refusedKey = { name: "AuthenticationError", code: "RANKWIRE_AUTHENTICATION", isRetryable: false } as const;
export const failedServer = { name: "ServerError", code: "RANKWIRE_SERVER", isRetryable: true } as const;
export const rateLimit = { name: "RateLimitError", code: "RANKWIRE_RATE_LIMIT", isRetryable: true } as const;

/** Tests every fault over every transport. */
export function describeFaults(theme: string, cases: readonly FaultCase[]): void {
  describe.each(Object.entries(transports))(`${theme}, over %s`, (transportName, transport) => {
    // With no jitter, every wait before a retry is 0 ms long.
    beforeEach(() => {
      vi.spyOn(Math, "random").mockReturnValue(0);
    });

    test.each(cases)("$title", async ({ fault, options, request, but, ...expected }) => {
      const fails = { ...expected.fails, ...but?.[transportName]?.fails };
      const requests = but?.[transportName]?.requests ?? expected.requests ?? (fails.isRetryable ? 3 : 1);
      await using server = await startFaultServer(fault);
      const { apiKey } = secrets;
      let attempts = 0;
      const reranker = createReranker({
        apiKey,
        baseURL: server.baseURL,
        timeoutMs: 5000,
        onEvent: ({ type }) => type === "request" && attempts++,
        ...transport,
        ...options,
      });
      const error = await failureOf(
        reranker.rerank({ query: secrets.query, documents: secrets.documents, ...request }),
      );
      expectFailure(error, fails);
      expect(error.message).toContain(`POST ${server.origin}/v1/rerank`);
      expect(attempts).toBe(requests);
      // An attempt that is given up early may not have got there.
      if (fails.name === "TimeoutError") expect(server.requests.length).toBeLessThanOrEqual(requests);
      else expect(server.requests).toHaveLength(requests);
      expectNoSecret(error);
    });
  });
}

/** What a call fails with. */
export async function failureOf(call: Promise<unknown>): Promise<RerankError> {
  return call.then(
    () => expect.unreachable("the call must fail"),
    (error: unknown) => error as RerankError,
  );
}

/** Compares a failure with what it must be. */
export function expectFailure(error: RerankError, { message, status, ...rest }: ExpectedFailure): void {
  const { name, code, isRetryable } = error;
  expect({ name, code, isRetryable, said: error.message }).toMatchObject(rest);
  expect(error.status).toBe(status);
  for (const part of message) expect(error.message).toMatch(part);
}
