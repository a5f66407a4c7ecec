import { issueRunnerToken, tokenSeconds } from "@/lib/runners/issue-token";
import { type Answer, json } from "../http/answer";
import { basicCredentials } from "../http/authenticate";
import { formValues } from "../http/form";
import { publicRoute } from "../http/operation-route";

// Runners get their tokens here: RFC 6749, section 4.4, its errors as section 5.2 has them. Nothing is kept by anybody
// on the way: every answer is sent with `Cache-Control: no-store`.
publicRoute("POST", "/oauth/token", async ({ caller, header, body }) => {
  const bytes = await body;
  if (bytes === null) return refusal(413, "invalid_request", "The request body is too large.");
  if (!/^application\/x-www-form-urlencoded\b/i.test(header("content-type"))) {
    return refusal(400, "invalid_request", "Send a form: application/x-www-form-urlencoded.");
  }
  const values = formValues(bytes.toString());
  if ([...values.values()].some(({ length }) => length > 1))
    return refusal(400, "invalid_request", "A parameter is given twice.");
  const form = new Map([...values].map(([name, [value = ""]]) => [name, value]));
  const grant = form.get("grant_type");
  if (!grant) return refusal(400, "invalid_request", "The parameter grant_type is missing.");
  if (grant !== "client_credentials") return refusal(400, "unsupported_grant_type", "Ask with client_credentials.");
  if (form.get("scope")) return refusal(400, "invalid_scope", "A runner’s token has no scopes.");

  const authorization = header("authorization");
  const inBody = form.has("client_id") || form.has("client_secret");
  if (authorization !== "" && inBody) {
    return refusal(400, "invalid_request", "Send the client’s secret in the header or in the body, not in both.");
  }
  const basic = basicCredentials(authorization);
  const clientId = basic?.userName ?? form.get("client_id") ?? "";
  const clientSecret = basic?.password ?? form.get("client_secret") ?? "";
  const issued = await issueRunnerToken({ clientId, clientSecret, address: caller.address });
  switch (issued.outcome) {
    case "issued":
      return json({ access_token: issued.token, token_type: "Bearer", expires_in: tokenSeconds });
    case "wrong_credentials":
      return refusal(401, "invalid_client", "The client or its secret is not known here.", {
        "www-authenticate": 'Basic realm="Latchkey runners"',
      });
    case "disabled":
      return refusal(400, "unauthorized_client", "The runner is disabled.");
    case "throttled":
      return refusal(429, "invalid_client", "There were too many attempts with a wrong secret.", {
        "retry-after": String(issued.retryAfterSeconds),
      });
  }
});

function refusal(status: number, error: string, description: string, headers?: Record<string, string>): Answer {
  return json({ error, error_description: description }, status, { headers });
}
