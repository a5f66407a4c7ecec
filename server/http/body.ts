import type { IncomingMessage } from "node:http";

const largestBody = 1024 * 1024;

/**
 * Takes in the body that a request announces. Gives what reads it, at once or never: what nobody reads is thrown away.
 * Null where it is announced too large. One that grows to be cuts its connection off.
 */
export function takeBody(request: IncomingMessage): (() => Promise<Buffer | null>) | null {
  const announced = request.headers["content-length"];
  if (announced === undefined && request.headers["transfer-encoding"] === undefined) return noBody;
  if (Number(announced ?? 0) > largestBody) return null;
  let received = 0;
  request.on("data", (chunk: Buffer) => {
    received += chunk.length;
    if (received > largestBody) request.destroy();
  });
  return () => readBody(request);
}

async function noBody(): Promise<Buffer> {
  return Buffer.alloc(0);
}

function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => resolve(Buffer.concat(chunks)));
    // After the end this comes too late to matter; without it the client is gone, or was cut off.
    request.once("close", () => resolve(null));
  });
}
