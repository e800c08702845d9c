/** Sends JSON to a path of the hosted API and returns the JSON of the answer. */
export async function postJson<T>(path: string, body: object): Promise<T> {
  const baseURL = process.env["QHAIGC_BASE_URL"] ?? "https://api.qhaigc.net/v1";
  const response = await fetch(`${baseURL}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${process.env["QHAIGC_API_KEY"]}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  if (!response.ok) throw new Error(`POST ${path} failed with status ${response.status}`);
  return (await response.json()) as T;
}
