import { hash } from "node:crypto";
import { z } from "zod";
import { parseSecret, type TokenSecret } from "../access-tokens/secret";
import { withoutSecrets } from "../access-tokens/secret-format";
import { env } from "../env";
import { fail, invalid, ok, type Result } from "../errors";
import { fieldErrors } from "../operation";
import { endReportedSecrets, type Finding, type Reporter } from "./end-reported";
import { isSigned, parseScanningKeys, type ScanningKeys } from "./github-keys";
import { findEndedSecrets, findLiveSecrets } from "./known-secrets";

const Alerts = z
  .array(z.object({ token: z.string(), type: z.string(), url: z.string().nullish(), source: z.string().nullish() }))
  .min(1, "Send at least one match.");

export type SignedMessage = { body: Buffer; keyIdentifier: string; signature: string };

/** What GitHub learns of each match: whether it ever was a secret of ours. It has it already; we name it by its hash. */
export type Feedback = { token_hash: string; token_type: string; label: "true_positive" | "false_positive" };

const configured = parseScanningKeys(env.gitHubScanningKeys);

/**
 * GitHub's secret scanning tells what it found in public. Live secrets end, as with any report.
 * `not_found` where no keys are configured: then this is off.
 */
export async function receiveGitHubAlerts(
  { body, keyIdentifier, signature }: SignedMessage,
  reporter: Reporter,
  keys: ScanningKeys = configured,
): Promise<Result<Feedback[]>> {
  if (keys.size === 0) return fail({ code: "not_found", what: "other", name: "GitHub secret scanning" });
  if (!isSigned(keys, body, keyIdentifier, signature)) {
    return invalid("Github-Public-Key-Signature", "It isn’t a signature of this body with a key that is known here.");
  }
  const alerts = Alerts.safeParse(parseJson(body));
  if (!alerts.success) return fail({ code: "invalid_request", fields: fieldErrors(alerts.error) });
  const found = new Map<TokenSecret, Finding>();
  for (const { token, url } of alerts.data) {
    const secret = parseSecret(token);
    if (secret) found.set(secret, { by: "github", url: url ? withoutSecrets(url).slice(0, 2_000) : null });
  }
  const live = await findLiveSecrets(found.keys());
  const ended = await findEndedSecrets(found.keys());
  await endReportedSecrets(found, reporter);
  return ok(
    alerts.data.map(({ token, type }) => {
      const secret = parseSecret(token);
      const known = secret !== null && (live.has(secret) || ended.has(secret));
      return {
        token_hash: hash("sha256", token, "hex"),
        token_type: type,
        label: known ? "true_positive" : "false_positive",
      };
    }),
  );
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
