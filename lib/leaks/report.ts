import { z } from "zod";
import { parseSecret } from "../access-tokens/secret";
import { takeAttemptOf } from "../attempt-limiter";
import { fail, ok, type Result } from "../errors";
import { fieldErrors } from "../operation";
import { endReportedSecrets, type Reporter } from "./end-reported";

/** Sixty reports an hour from one address. */
const limit = { keyPrefix: "report-address", points: 60, duration: 60 * 60 };

const Report = z.object({
  credentials: z
    .array(z.string("Each credential is a text."), "Send a list of credentials.")
    .min(1, "Send at least one credential.")
    .max(1_000, "Send at most 1,000 credentials."),
});

/**
 * Anyone may report secrets that they found. Live ones end. The answer is the same whatever they are, so that nobody
 * learns from it which ones were live.
 */
export async function reportSecrets(input: unknown, reporter: Reporter): Promise<Result<null>> {
  const retryAfterSeconds = await takeAttemptOf(limit, reporter.address ?? "");
  if (retryAfterSeconds !== null) return fail({ code: "throttled", retryAfterSeconds });
  const report = Report.safeParse(input);
  if (!report.success) return fail({ code: "invalid_request", fields: fieldErrors(report.error) });
  const secrets = report.data.credentials.flatMap((text) => parseSecret(text.trim()) ?? []);
  const finding = { by: "anyone", url: null } as const;
  await endReportedSecrets(new Map(secrets.map((secret) => [secret, finding])), reporter);
  return ok(null);
}
