import { type RunningServer, serve } from "@rankwire/server";
import { passageCount } from "../demo/ask.ts";
import { describeError } from "../demo/describe-error.ts";
import { sampleQuestions } from "../demo/questions.ts";
import { loadPage } from "./page.ts";
import { type Pipeline, search } from "./search.ts";

const longestBody = 8192;

/** Serves the page and its searches on this machine alone; port 0 takes any that is free. */
export async function startWeb(pipeline: Pipeline, summary: string, port: number): Promise<RunningServer> {
  const page = await loadPage();
  const about = { summary, kept: passageCount, samples: sampleQuestions };

  const answer = async (request: Request): Promise<Response> => {
    switch (`${request.method} ${new URL(request.url).pathname}`) {
      case "GET /":
        return new Response(page.html, { headers: page.headers });
      case "GET /about":
        return Response.json(about);
      case "POST /search":
        return answerSearch(request);
      default:
        return refuse(404, "There is nothing here.");
    }
  };

  const answerSearch = async (request: Request): Promise<Response> => {
    // A page of another site cannot send this type unasked, and so cannot spend the key's tokens.
    if (request.headers.get("content-type") !== "application/json") return refuse(415, "Send application/json.");
    if (!(Number(request.headers.get("content-length") ?? Infinity) <= longestBody)) {
      return refuse(413, "The question is too long.");
    }
    const question = questionOf(await request.json().catch(() => undefined));
    if (question === undefined) return refuse(400, "The question is missing or blank.");
    try {
      const found = await search(question, pipeline, request.signal);
      return Response.json(found, { status: found.error === undefined ? 200 : 502 });
    } catch (error) {
      return refuse(502, `Retrieval failed. ${describeError(error, pipeline.apiKey)}`);
    }
  };

  return serve({ fetch: answer }, { port, closeTimeoutMs: 1000 });
}

function questionOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || !("question" in body)) return undefined;
  return typeof body.question === "string" ? body.question.trim() || undefined : undefined;
}

function refuse(status: number, error: string): Response {
  return Response.json({ error }, { status });
}
