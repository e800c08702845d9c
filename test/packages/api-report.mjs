// Each package's public surface as API Extractor reports it, in packages/<name>/api.md, so that a change of it is seen
// in the diff. An export or a member without a docstring, or with one that is not sound TSDoc, is an error, and so is a
// type in a signature that is not exported. Wants a build before. Writes the reports:
//
//   node test/packages/api-report.mjs --update
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { packages, root } from "./tools.mjs";

/** Runs API Extractor over a package's built declarations. Throws when it finds an error in them. */
function reportOf(name, folder) {
  const projectFolder = join(root, "packages", name);
  const compilerOptions = {
    lib: ["es2023", "esnext.disposable"],
    module: "nodenext",
    skipLibCheck: true,
    strict: true,
    target: "es2022",
    types: ["node"],
  };
  const configObject = {
    projectFolder,
    mainEntryPointFilePath: join(projectFolder, "dist/index.d.ts"),
    newlineKind: "lf",
    compiler: { overrideTsconfig: { compilerOptions, files: ["dist/index.d.ts"] } },
    apiReport: { enabled: true, reportFolder: folder, reportTempFolder: folder, reportFileName: name },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: {
      compilerMessageReporting: { default: { logLevel: "error" } },
      extractorMessageReporting: {
        default: { logLevel: "none" },
        "ae-forgotten-export": { logLevel: "error" },
        "ae-undocumented": { logLevel: "error" },
      },
      tsdocMessageReporting: { default: { logLevel: "error" } },
    },
  };
  const problems = [];
  Extractor.invoke(
    ExtractorConfig.prepare({
      configObject,
      configObjectFullPath: undefined,
      packageJsonFullPath: join(projectFolder, "package.json"),
    }),
    {
      localBuild: true,
      messageCallback(message) {
        if (message.logLevel === ExtractorLogLevel.Error) problems.push(message.formatMessageWithLocation(root));
        message.handled = true;
      },
    },
  );
  if (problems.length > 0) throw new Error(`@rankwire/${name}: ${problems.join("\n")}`);
  return readFileSync(join(folder, `${name}.api.md`), "utf8");
}

/** Compares every package's report with the committed one, or writes it. Returns the names of those that differ. */
export function checkReports({ update = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "api-report-"));
  try {
    return packages.filter((name) => {
      const committed = join(root, "packages", name, "api.md");
      const report = reportOf(name, folder);
      if (existsSync(committed) && readFileSync(committed, "utf8") === report) return false;
      if (update) writeFileSync(committed, report);
      return true;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const update = process.argv.includes("--update");
  const changed = checkReports({ update });
  console.log(
    changed.length === 0 ? "no report has changed" : `${update ? "written" : "changed"}: ${changed.join(", ")}`,
  );
  if (!update && changed.length > 0) process.exit(1);
}
