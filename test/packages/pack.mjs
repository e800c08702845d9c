import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { output, packages, readJson, root } from "./tools.mjs";

/** Removes what an earlier build left of sources that are gone since, then builds. */
export function build() {
  for (const built of packages.flatMap((name) =>
    ["cjs", "dist"].map((folder) => join(root, "packages", name, folder)),
  )) {
    if (!existsSync(built)) continue;
    for (const file of readdirSync(built, { recursive: true })) {
      const source = file.replace(/(?:\.d\.ts|\.js|\.js\.map)$/u, ".ts");
      if (source !== file && !existsSync(join(built, "../src", source))) rmSync(join(built, file));
    }
  }
  output(["npx", "tsc", "-b", "tsconfig.build.json"]);
}

/** Packs every package into a folder, as `pnpm publish` would. Returns the tarballs' paths by the packages' names. */
export function packAll(folder) {
  output(["npx", "-y", "pnpm@10", "-r", "--filter", "./packages/*", "pack", "--pack-destination", folder]);
  return Object.fromEntries(
    packages.map((name) => {
      const { version } = readJson(join(root, "packages", name, "package.json"));
      return [name, join(folder, `rankwire-${name}-${version}.tgz`)];
    }),
  );
}

const needed = ["LICENSE", "README.md", "dist/index.d.ts", "dist/index.js", "package.json", "src/index.ts"];
const allowed =
  /^(?:LICENSE|README\.md|CHANGELOG\.md|(?:cjs\/)?package\.json|(?:cjs|dist)\/[\w/-]+\.(?:js|js\.map|d\.ts)|src\/[\w/-]+\.ts)$/u;

/** What is wrong with a tarball's files and its manifest. */
export function problemsOf(tarball) {
  const files = output(["tar", "-tzf", tarball])
    .trim()
    .split("\n")
    .map((file) => file.replace(/^package\//u, ""));
  const manifest = JSON.parse(output(["tar", "-xzOf", tarball, "package/package.json"]));
  const isUseless = (file) => !allowed.test(file) || /(?:^|\/)(?:__\w+__|tests?)\//u.test(file);
  // The source maps lead here.
  const hasNoSource = (file) =>
    file.endsWith(".js.map") && !files.includes(file.replace(/^(?:cjs|dist)(.*)\.js\.map$/u, "src$1.ts"));
  return [
    ...needed.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...files.filter(isUseless).map((file) => `${file} is of no use to users`),
    ...files.filter(hasNoSource).map((file) => `${file} has no source`),
    ...manifestProblems(manifest),
  ].map((problem) => `${basename(tarball)}: ${problem}`);
}

function manifestProblems(manifest) {
  const { name, description, keywords, license, homepage, bugs, repository, engines, exports } = manifest;
  const folder = `packages/${name.replace("@rankwire/", "")}`;
  const builds = readJson(join(root, "tsconfig.build.json")).references.map(({ path }) => path);
  const ranges = Object.values({ ...manifest.dependencies, ...manifest.peerDependencies });
  const rules = {
    "has no description": !description,
    "has fewer than three keywords": !(keywords?.length >= 3),
    "is not licensed as MIT": license !== "MIT",
    "has a homepage that is not its folder": !homepage?.includes(`/${folder}#`),
    "says nothing of where bugs are reported": !bugs,
    "has a repository that is not its folder": repository?.directory !== folder,
    "does not ask for Node 20.19": engines?.node !== ">=20.19",
    "is no ES module": manifest.type !== "module",
    "has side effects": manifest.sideEffects !== false,
    "does not export its package.json": exports?.["./package.json"] !== "./package.json",
    "is not published for all, with provenance":
      manifest.publishConfig?.access !== "public" || manifest.publishConfig.provenance !== true,
    "runs a script on installation": ["preinstall", "install", "postinstall"].some((key) => manifest.scripts?.[key]),
    "depends on something of the workspace alone": ranges.some((range) =>
      /^(?:workspace|catalog|link|file):/u.test(range),
    ),
    "is missing in tsconfig.build.json": !builds.includes(folder),
  };
  return Object.keys(rules).filter((problem) => rules[problem]);
}
