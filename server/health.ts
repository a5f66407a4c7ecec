import { databaseAnswers } from "@/lib/database-answers";
import { text } from "./http/answer";
import { publicRoute } from "./http/operation-route";
import { metrics } from "./metrics";

publicRoute("GET", "/healthz", async () => text("ok"));

publicRoute("GET", "/readyz", async () => {
  const ready = await databaseAnswers();
  return ready ? text("ready") : text("The database can't be reached.", 503, { "retry-after": "5" });
});

publicRoute("GET", "/metrics", async () => ({
  status: 200,
  contentType: metrics.contentType,
  body: await metrics.metrics(),
}));
