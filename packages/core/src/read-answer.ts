import { checkResults } from "./check-results.ts";
import type { CheckedRequest } from "./define-reranker.ts";
import { InvalidResponseError } from "./errors/invalid-response-error.ts";
import type { RerankError } from "./errors/rerank-error.ts";
import { type HttpResponse, isSuccess } from "./http/transport.ts";
import { isObject, parseResponse, rowsOf } from "./parse-response.ts";
import { isHtml, parseJson, readError } from "./read-error.ts";
import type { Sent } from "./repeats.ts";
import { idIn, requestIdIn, unlessSent } from "./request-id.ts";
import type { RerankResponse } from "./reranker.ts";
import { modelHint, requestIdOf, responseError, saysUnknownModel } from "./response-error.ts";
import { transformed } from "./score-transform.ts";
import { type Secrets, sentIn, withoutSecrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";

/** What a request brings back. */
export type PartResponse = Pick<RerankResponse, "results" | "usage" | "id" | "headers">;

/** A response that was read, with the id that its headers give it. */
export type Answer = PartResponse & { readonly requestId: string | undefined };

/**
 * Reads and checks the response to a request.
 *
 * @param expected - How many results were asked for.
 * @param secrets - What of the request's headers and URL is private; what repeats it is withheld.
 * @throws RerankError of the class that the response calls for.
 */
export function readAnswer(
  response: HttpResponse,
  request: CheckedRequest,
  expected: number,
  settings: Settings,
  secrets: Secrets,
  source: string,
): Answer {
  const sent = (): Sent => sentIn(request, secrets);
  if (!isSuccess(response.status)) throw responseError(response, source, sent(), settings.model);
  const json = parseJson(response.body);
  if (json === undefined) throw notJson(response, source, sent());
  if (isErrorEnvelope(json)) throw errorInSuccess(response, source, sent(), settings.model);
  try {
    const { results, usage, id } = parseResponse(json, request.documents.length, source);
    if (results.length > expected && expected < request.documents.length) {
      const rule = `${results.length} results came back where top N is ${expected}`;
      throw new InvalidResponseError(`${rule}: set sendTopN to false if the server knows none (${source})`);
    }
    const checked = checkResults(results, request.documents.length, expected, source);
    const best = checked.length > request.topN ? checked.slice(0, request.topN) : checked;
    const requestId = unlessSent(requestIdIn(response), request, secrets);
    return {
      results: transformed(best, settings.scoreTransform, source),
      usage,
      id: unlessSent(idIn(id), request, secrets) ?? requestId,
      requestId,
      headers: withoutSecrets(response.headers, secrets),
    };
  } catch (error) {
    if (!InvalidResponseError.isInstance(error)) throw error;
    throw new InvalidResponseError(error.message, {
      cause: error.cause,
      status: response.status,
      requestId: requestIdOf(response, sent()),
    });
  }
}

/** Whether a body without results says that something failed, although its status does not. */
function isErrorEnvelope(json: unknown): boolean {
  if (!isObject(json)) return false;
  const rows = rowsOf(json);
  if (rows !== undefined && rows.length > 0) return false;
  const { error, message, detail } = json;
  return isObject(error) || [error, ...(rows === undefined ? [message, detail] : [])].some(isSaying);
}

function isSaying(value: unknown): boolean {
  return (typeof value === "string" && value.trim() !== "") || (Array.isArray(value) && value.length > 0);
}

function notJson(response: HttpResponse, source: string, sent: Sent): RerankError {
  const { status, body } = response;
  let what = "The response is not valid JSON";
  if (body.trim() === "") what = "The response is empty: check that baseURL leads to a rerank endpoint";
  else if (isHtml(body))
    what = "The server answered with an HTML page: check that baseURL ends in /v1, or wherever its API begins";
  return new InvalidResponseError(`${what} (${status}; ${source})`, { status, requestId: requestIdOf(response, sent) });
}

function errorInSuccess(response: HttpResponse, source: string, sent: Sent, model: string): RerankError {
  const complaint = readError(response.body, sent);
  const hint = saysUnknownModel(complaint, sent) ? modelHint(model) : "";
  const said = complaint.message === undefined ? "" : `: ${complaint.message}`;
  return new InvalidResponseError(
    `The server answered with success and an error in it${hint}${said} (${response.status}; ${source})`,
    { status: response.status, requestId: requestIdOf(response, sent) },
  );
}
