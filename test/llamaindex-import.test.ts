import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const hooks = `export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  console.log(resolved.url);
  return resolved;
}`;
const program = `
  import { register } from "node:module";
  register("data:text/javascript," + encodeURIComponent(${JSON.stringify(hooks)}));
  const { RerankPostprocessor } = await import("@rankwire/llamaindex");
  new RerankPostprocessor({ apiKey: "sk-test" });
`;

test(
  "importing the package and creating a postprocessor loads nothing of the framework",
  { timeout: 30_000 },
  async () => {
    const tsx = createRequire(import.meta.url).resolve("tsx");
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--conditions=@rankwire/source", "--import", tsx, "--input-type=module", "--eval", program],
      { cwd: fileURLToPath(new URL(".", import.meta.url)) },
    );
    expect(stdout).toContain("/llamaindex/src/rerank-postprocessor.ts");
    expect(stdout).toContain("/core/src/");
    expect(stdout).not.toMatch(/@llamaindex|node_modules\/llamaindex/u);
  },
);
