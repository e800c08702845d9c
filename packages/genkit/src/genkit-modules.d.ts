/**
 * The part of Genkit that this package is written against. Genkit weighs several hundred megabytes installed, too much
 * for the repository's default install; test/node-22 has the whole of it and checks this package against its types.
 */
declare module "genkit" {
  interface Schema {
    describe(text: string): Schema;
  }
  export const z: {
    object(fields: Readonly<Record<string, Schema>>): Schema;
    any(): Schema;
  };
}

declare module "genkit/plugin" {
  interface Document {
    readonly content: { readonly text?: string }[];
    readonly metadata?: Record<string, unknown>;
  }
  interface ResolvableAction {
    (input: unknown): Promise<unknown>;
  }
  export interface GenkitPluginV2 {
    readonly version: "v2";
    readonly name: string;
  }
  export function genkitPluginV2(options: {
    name: string;
    init: () => ResolvableAction[];
    resolve: (actionType: string, name: string) => ResolvableAction | undefined;
    list: () => { actionType: "reranker"; name: string }[];
  }): GenkitPluginV2;
  export function reranker(
    options: { name: string; configSchema: unknown; info: { label: string } },
    rerank: (
      query: Document,
      documents: Document[],
      options: never,
    ) => Promise<{ documents: { content: object[]; metadata: { score: number } }[] }>,
  ): ResolvableAction;
}
