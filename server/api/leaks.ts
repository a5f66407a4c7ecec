import { receiveGitHubAlerts } from "@/lib/leaks/github";
import { reportSecrets } from "@/lib/leaks/report";
import { json } from "../http/answer";
import { bodyTooLarge, errorAnswer, noSuchPath } from "../http/error-response";
import { publicRoute } from "../http/operation-route";

// Whoever finds a secret may report it: it is no secret any more.
publicRoute("POST", "/api/credentials/revoke", async ({ caller, body }) => {
  const bytes = await body;
  if (bytes === null) return bodyTooLarge();
  const result = await reportSecrets(parseJson(bytes), caller);
  return result.ok ? json({}, 202) : errorAnswer(result.error);
});

// GitHub's secret scanning, as its partner program speaks. Says of a match only whether it ever was a secret of ours.
publicRoute("POST", "/api/leaks/github", async ({ caller, header, body }) => {
  const bytes = await body;
  if (bytes === null) return bodyTooLarge();
  const result = await receiveGitHubAlerts(
    {
      body: bytes,
      keyIdentifier: header("github-public-key-identifier"),
      signature: header("github-public-key-signature"),
    },
    caller,
  );
  if (result.ok) return json(result.value);
  return result.error.code === "not_found" ? noSuchPath() : errorAnswer(result.error);
});

/** Undefined where it is no JSON: no schema takes that. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
