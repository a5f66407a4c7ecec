import type { Instrumentation } from "next";

/** Writes down a fault of a page or action with what the person sees of it, the digest, and the request's id. */
export const onRequestError: Instrumentation.onRequestError = async (error, request) => {
  const { log } = await import("@/lib/log");
  const digest = error instanceof Error && "digest" in error ? error.digest : undefined;
  const path = request.path.split("?")[0];
  log.error({ request: request.headers["x-request-id"], digest, method: request.method, path, error }, "a page failed");
};
