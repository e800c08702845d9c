import core = require("@rankwire/core");

export const reranker: core.Reranker = core.createReranker({ apiKey: "sk-test" });
