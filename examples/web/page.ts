import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

/** The page, with headers that let it run its own script and style, talk to its own server, and nothing else. */
export async function loadPage(): Promise<{ readonly html: string; readonly headers: Record<string, string> }> {
  const html = await readFile(new URL("page.html", import.meta.url), "utf8");
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(html, "script")}`,
    `style-src ${hashOf(html, "style")}`,
    "img-src data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    html,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy.join("; "),
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  };
}

/** The {@link https://www.w3.org/TR/CSP3/#grammardef-hash-source | hash source} of the page's one such element. */
function hashOf(html: string, element: "script" | "style"): string {
  const [, content = ""] = html.split(new RegExp(`</?${element}>`, "u"));
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}
