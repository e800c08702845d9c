import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** This folder. */
export const here = fileURLToPath(new URL(".", import.meta.url));

/** The repository's root. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The packages that are published: their folders' names, with core first. */
export const packages = readdirSync(join(root, "packages")).sort(
  (a, b) => Number(b === "core") - Number(a === "core") || a.localeCompare(b, "en"),
);

/** Reads a JSON file. */
export function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** Runs a command to its end and returns what it printed; throws that when it fails. */
export function output([command, ...args], cwd = root, env = process.env) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: "utf8", timeout: 300_000 });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? ""}\n${stdout}${stderr}`);
  return stdout;
}

/** The path of a program that is installed in this folder. */
export function tool(name) {
  return join(here, "node_modules/.bin", name);
}
