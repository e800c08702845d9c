import { dashscope } from "./dashscope.ts";
import type { Dialect, DialectName } from "./dialect.ts";
import { flat } from "./flat.ts";
import { mixedbread } from "./mixedbread.ts";
import { nvidia } from "./nvidia.ts";
import { pinecone } from "./pinecone.ts";
import { tei } from "./tei.ts";
import { voyage } from "./voyage.ts";

/** Every dialect that comes with the library, by name. */
export const dialects: Readonly<Record<DialectName, Dialect>> = {
  flat,
  tei,
  voyage,
  mixedbread,
  pinecone,
  nvidia,
  dashscope,
};
