/** A question about undici and the sections of its manuals that answer it. */
export interface Question {
  readonly question: string;
  /** `file#heading`, without Markdown marks; written for the manuals of undici 7.30. */
  readonly gold: readonly string[];
}

/** What the demo asks when it is given no question. They were not chosen for how well they are answered. */
export const sampleQuestions: readonly string[] = [
  "How long does undici keep an idle socket open before closing it?",
  "How do I make tests fail if code tries to reach the real network?",
  "How can I send my traffic through a corporate proxy that needs a password?",
];

/**
 * The questions that reranking is measured on, in a user's words rather than the manual's. They were written, with
 * their answers, before anything was measured.
 */
export const questions: readonly Question[] = [
  {
    question: "How long does undici keep an idle socket open before closing it?",
    gold: ["api/Client.md#Parameter: ClientOptions", "api/H2CClient.md#Parameter: H2CClientOptions"],
  },
  {
    question: "Can I send several requests over one connection without waiting for each answer?",
    gold: ["api/Client.md#Parameter: ClientOptions", "api/Client.md#Client.pipelining"],
  },
  {
    question: "How do I limit how many connections a pool opens to one server?",
    gold: ["api/Pool.md#Parameter: PoolOptions", "api/RoundRobinPool.md#Parameter: RoundRobinPoolOptions"],
  },
  {
    question: "How can I stop a response that is too large from being read?",
    gold: [
      "api/Client.md#Parameter: ClientOptions",
      "api/H2CClient.md#Parameter: H2CClientOptions",
      "api/Dispatcher.md#dump",
    ],
  },
  {
    question: "How do I set a timeout for receiving headers?",
    gold: [
      "api/Client.md#Parameter: ClientOptions",
      "api/H2CClient.md#Parameter: H2CClientOptions",
      "api/Dispatcher.md#Parameter: DispatchOptions",
    ],
  },
  {
    question: "How do I turn off the check of the content-length header, and is that dangerous?",
    gold: ["api/Client.md#Parameter: ClientOptions", "api/H2CClient.md#Parameter: H2CClientOptions"],
  },
  { question: "How do I switch on HTTP/2?", gold: ["api/Client.md#Parameter: ClientOptions"] },
  {
    question: "Can I speak HTTP/2 without TLS?",
    gold: [
      "api/H2CClient.md#Class: H2CClient",
      "api/H2CClient.md#new H2CClient(url[, options])",
      "api/Client.md#Parameter: ClientOptions",
    ],
  },
  {
    question: "How do I connect over a Unix domain socket?",
    gold: [
      "api/Client.md#Parameter: ConnectOptions",
      "api/Connector.md#Parameter: buildConnector.BuildOptions",
      "api/H2CClient.md#Parameter: H2CConnectOptions",
    ],
  },
  {
    question: "How can I pin the fingerprint of the server's certificate?",
    gold: ["api/Connector.md#Example: validate the CA fingerprint"],
  },
  {
    question: "How do I log in with a client certificate?",
    gold: [
      "best-practices/client-certificate.md#Client certificate",
      "best-practices/client-certificate.md#Client Certificate Authentication",
    ],
  },
  {
    question: "Are requests sent in the order in which I call them?",
    gold: [
      "api/Dispatcher.md#Dispatcher",
      "api/Client.md#Class: Client",
      "api/Pool.md#Class: Pool",
      "api/Agent.md#Agent",
      "api/BalancedPool.md#Class: BalancedPool",
      "api/RoundRobinPool.md#Class: RoundRobinPool",
    ],
  },
  {
    question: "What is the difference between closing and destroying a client?",
    gold: [
      "api/Dispatcher.md#Dispatcher.close([callback]): Promise",
      "api/Dispatcher.md#Dispatcher.destroy([error, callback]): Promise",
      "api/api-lifecycle.md#State Transition Overview",
    ],
  },
  {
    question: "How do I cancel a request that is already on its way?",
    gold: ["api/Dispatcher.md#Example 2 - Aborting a request"],
  },
  {
    question: "What must I do with a response body that I do not need?",
    gold: [
      "api/Dispatcher.md#Dispatcher.request(options[, callback])",
      "api/Dispatcher.md#Example 3 - Conditionally reading the body",
      "api/Dispatcher.md#Parameter: ResponseData",
    ],
  },
  {
    question: "How can I write a response straight into another stream without buffering it?",
    gold: [
      "api/Dispatcher.md#Dispatcher.stream(options, factory[, callback])",
      "api/Dispatcher.md#Example 1 - Basic GET stream request",
      "api/Dispatcher.md#Example 2 - Stream to Fastify Response",
    ],
  },
  {
    question: "In which order are composed interceptors called?",
    gold: ["api/Dispatcher.md#Dispatcher.compose(interceptors[, interceptor])"],
  },
  {
    question: "How do I follow redirects, and how many at most?",
    gold: [
      "api/Dispatcher.md#redirect",
      "api/RedirectHandler.md#new RedirectHandler(dispatch, maxRedirections, opts, handler)",
      "api/RedirectHandler.md#Parameters",
    ],
  },
  {
    question: "How do I avoid resolving the same hostname again and again?",
    gold: ["api/Dispatcher.md#dns"],
  },
  { question: "How do I make a 404 answer throw an exception?", gold: ["api/Dispatcher.md#responseError"] },
  { question: "How are gzip and brotli answers unpacked?", gold: ["api/Dispatcher.md#decompress"] },
  { question: "How do I cache responses on the client side?", gold: ["api/Dispatcher.md#Cache Interceptor"] },
  { question: "Can cached responses be kept in a database file?", gold: ["api/CacheStore.md#SqliteCacheStore"] },
  {
    question: "How do I write my own cache backend, on Redis for example?",
    gold: [
      "api/CacheStore.md#Defining a Custom Cache Store",
      "api/CacheStore.md#Getter: isFull",
      "api/CacheStore.md#Function: get",
      "api/CacheStore.md#Function: createWriteStream",
    ],
  },
  {
    question: "How can identical requests in flight be merged into one?",
    gold: ["api/Dispatcher.md#Deduplicate Interceptor", "api/DiagnosticsChannel.md#undici:request:pending-requests"],
  },
  {
    question: "How do I pass headers as a flat list?",
    gold: ["api/Dispatcher.md#Parameter: UndiciHeaders", "api/Dispatcher.md#Example 2 - Array"],
  },
  {
    question: "Which HTTP methods are retried automatically, and how often?",
    gold: ["api/RetryAgent.md#Parameter: RetryHandlerOptions", "api/RetryHandler.md#RetryOptions"],
  },
  {
    question: "Does it wait as long as the server asks before trying again?",
    gold: ["api/RetryAgent.md#Parameter: RetryHandlerOptions", "api/RetryHandler.md#RetryOptions"],
  },
  {
    question: "Why is my upload stream not sent again when the connection drops?",
    gold: ["api/RetryHandler.md#Parameter RetryHandlers", "api/Dispatcher.md#Dispatcher.request(options[, callback])"],
  },
  {
    question: "How can I send my traffic through a corporate proxy that needs a password?",
    gold: [
      "api/ProxyAgent.md#Example - Basic Proxy Request with authentication",
      "api/ProxyAgent.md#Parameter: ProxyAgentOptions",
      "best-practices/proxy.md#Connecting through a proxy",
      "best-practices/proxy.md#Connect with authentication",
    ],
  },
  {
    question: "Which environment variables set the proxy, and how do I exclude some hosts from it?",
    gold: [
      "api/EnvHttpProxyAgent.md#Class: EnvHttpProxyAgent",
      "api/EnvHttpProxyAgent.md#Parameter: EnvHttpProxyAgentOptions",
    ],
  },
  {
    question: "Can I tunnel requests through a SOCKS proxy?",
    gold: [
      "api/Socks5ProxyAgent.md#Class: Socks5ProxyAgent",
      "api/Socks5ProxyAgent.md#new Socks5ProxyAgent(proxyUrl[, options])",
    ],
  },
  {
    question: "Is my password to the SOCKS proxy encrypted?",
    gold: ["api/Socks5ProxyAgent.md#Security Notes"],
  },
  {
    question: "How do I spread requests evenly over Kubernetes pods?",
    gold: [
      "api/RoundRobinPool.md#Class: RoundRobinPool",
      "api/RoundRobinPool.md#Use Case",
      "api/RoundRobinPool.md#Important: Backend Distribution Considerations",
    ],
  },
  {
    question: "How do I add another backend to a load-balanced pool while it is running?",
    gold: ["api/BalancedPool.md#BalancedPool.addUpstream(upstream)"],
  },
  {
    question: "How do I find out how many requests are waiting in a pool?",
    gold: [
      "api/PoolStats.md#PoolStats.pending",
      "api/PoolStats.md#PoolStats.queued",
      "api/PoolStats.md#PoolStats.size",
    ],
  },
  {
    question: "How many different hosts may one agent talk to?",
    gold: ["api/Agent.md#Parameter: AgentOptions"],
  },
  {
    question: "How do I make tests fail if code tries to reach the real network?",
    gold: [
      "api/MockAgent.md#MockAgent.disableNetConnect()",
      "api/MockAgent.md#Example - Disable all non-matching requests by throwing an error for each",
      "best-practices/mocking-request.md#Debug Mock Value",
    ],
  },
  {
    question: "How do I let real requests through to some hosts only while the rest is mocked?",
    gold: [
      "api/MockAgent.md#MockAgent.enableNetConnect([host])",
      "api/MockAgent.md#Example - Allow requests matching a host string to make real requests",
      "api/MockAgent.md#Example - Allow requests matching a host regex to make real requests",
      "api/MockAgent.md#Example - Allow requests matching a host function to make real requests",
    ],
  },
  {
    question: "How can I check that every mock I set up was really used?",
    gold: [
      "api/MockAgent.md#MockAgent.assertNoPendingInterceptors([options])",
      "api/MockAgent.md#Example - Check that there are no pending interceptors",
      "api/MockAgent.md#MockAgent.pendingInterceptors()",
    ],
  },
  {
    question: "How do I make a mock answer more than once?",
    gold: [
      "api/MockPool.md#Return: MockScope",
      "api/MockPool.md#MockPool.intercept(options)",
      "api/MockPool.md#Example - Mocked request with persist enabled",
      "api/MockPool.md#Example - Mocked request with times enabled",
    ],
  },
  { question: "How do I simulate a slow server in a test?", gold: ["api/MockPool.md#Return: MockScope"] },
  {
    question: "How do I simulate a network failure in a test?",
    gold: [
      "api/MockPool.md#Return: MockInterceptor",
      "api/MockPool.md#Example - Mocked request with reply with a defined error",
    ],
  },
  {
    question: "How can I see which requests my code made during a test?",
    gold: [
      "best-practices/mocking-request.md#Access agent call history",
      "api/MockAgent.md#Example - access call history on MockAgent",
      "api/MockCallHistory.md#Class: MockCallHistory",
    ],
  },
  {
    question: "Can I record real answers of an API once and replay them in later test runs?",
    gold: [
      "api/SnapshotAgent.md#SnapshotAgent",
      "api/SnapshotAgent.md#Use Cases",
      "api/SnapshotAgent.md#Record Mode ('record')",
      "api/SnapshotAgent.md#Playback Mode ('playback')",
    ],
  },
  {
    question: "How do I keep API keys out of recorded test data?",
    gold: ["api/SnapshotAgent.md#Sensitive Data in Snapshots", "api/SnapshotAgent.md#Header Filtering"],
  },
  {
    question: "Why does my test process take seconds to exit after the last request?",
    gold: ["best-practices/writing-tests.md#Writing tests"],
  },
  { question: "What is the error code when connecting takes too long?", gold: ["api/Errors.md#Errors"] },
  { question: "Is instanceof a safe way to tell errors apart?", gold: ["api/Errors.md#Errors"] },
  {
    question: "Which version of undici is built into Node.js 20?",
    gold: [
      "best-practices/undici-vs-builtin-fetch.md#Version compatibility",
      "best-practices/undici-vs-builtin-fetch.md#Background",
    ],
  },
  {
    question: "Do I need this package at all if I only call fetch?",
    gold: [
      "best-practices/undici-vs-builtin-fetch.md#When you do NOT need to install undici",
      "best-practices/undici-vs-builtin-fetch.md#When you SHOULD install undici",
    ],
  },
  {
    question: "How do I replace the global fetch by the one from this package?",
    gold: [
      "api/GlobalInstallation.md#Global Installation",
      "api/GlobalInstallation.md#install()",
      "best-practices/undici-vs-builtin-fetch.md#undici.install() globals",
    ],
  },
  {
    question: "What goes wrong when FormData and fetch come from different implementations?",
    gold: [
      "api/GlobalInstallation.md#Using FormData with fetch",
      "best-practices/undici-vs-builtin-fetch.md#undici.install() globals",
      "best-practices/undici-vs-builtin-fetch.md#Keep fetch and FormData from the same implementation",
      "api/Fetch.md#FormData",
    ],
  },
  { question: "What is the best way to parse an uploaded multipart form?", gold: ["api/Fetch.md#Body Mixins"] },
  {
    question: "How do I print what undici is doing while I debug?",
    gold: ["api/Debug.md#Debug", "api/Debug.md#undici", "api/Debug.md#fetch"],
  },
  {
    question: "How can I instrument every outgoing request?",
    gold: ["api/DiagnosticsChannel.md#Diagnostics Channel Support", "api/DiagnosticsChannel.md#undici:request:create"],
  },
  {
    question: "How do I see the exact headers that go over the wire?",
    gold: ["api/DiagnosticsChannel.md#undici:client:sendHeaders"],
  },
  { question: "How do I keep a WebSocket connection alive?", gold: ["api/WebSocket.md#ping(websocket, payload)"] },
  {
    question: "How do I set headers of my own for a WebSocket handshake?",
    gold: ["api/WebSocket.md#WebSocketInit"],
  },
  {
    question: "How do I listen to server-sent events?",
    gold: ["api/EventSource.md#EventSource", "api/EventSource.md#Instantiating EventSource"],
  },
  {
    question: "How do I remove a cookie from the user's browser?",
    gold: ["api/Cookies.md#deleteCookie(headers, name[, attributes])"],
  },
  {
    question: "How do I read the cookies that a server sets?",
    gold: ["api/Cookies.md#getSetCookies(headers)", "api/Cookies.md#parseCookie(cookie)"],
  },
  {
    question: "How do I get the charset out of a content type?",
    gold: ["api/ContentType.md#parseMIMEType(input)"],
  },
  {
    question: "How should a crawler tell servers who runs it?",
    gold: ["best-practices/crawling.md#Crawling", "best-practices/crawling.md#Best Practices for Crawlers"],
  },
  {
    question: "How fast may a polite crawler go?",
    gold: ["best-practices/crawling.md#Best Practices for Crawlers"],
  },
];
