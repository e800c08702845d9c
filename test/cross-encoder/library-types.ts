import * as library from "@huggingface/transformers";
import type { Transformers } from "../../packages/local/src/transformers.ts";

/** Type-checks only if the library is what the package takes it for. */
export const transformers: Transformers = library;
