import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { readUpload } from "./upload";

const megabyte = Buffer.alloc(2 ** 20);
const head = '--b\r\nContent-Disposition: form-data; name="a.bin"; filename="a.bin"\r\n\r\n';

/** Sends a form of one file as a client does, part by part; gives what whoever reads the file is told. */
async function sendFile(send: (client: ReturnType<typeof request>) => Promise<void>) {
  const server = createServer(async (incoming, response) => {
    server.emit("told", await outcomeOf(incoming));
    response.end();
  });
  const told = once(server, "told");
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const headers = { "content-type": "multipart/form-data; boundary=b" };
  const client = request({ port, host: "127.0.0.1", method: "POST", headers });
  client.on("error", () => undefined);
  client.on("response", (response) => response.resume());
  client.write(head);
  // Once the server has answered, it may take in no more.
  await Promise.race([told, send(client)]);
  const [outcome] = await told;
  client.destroy();
  server.close();
  return outcome;
}

async function outcomeOf(incoming: IncomingMessage): Promise<unknown> {
  try {
    for await (const { value } of readUpload(incoming, () => false)) {
      if (typeof value !== "string") for await (const _ of value);
    }
    return "read";
  } catch (error) {
    return error;
  }
}

test("who reads a file is told that its client has left, and doesn't wait for its end", async () => {
  const outcome = await sendFile(async (client) => {
    client.write(megabyte);
    await once(client, "drain");
    client.destroy();
  });
  expect(outcome).toMatchObject({ status: 400, message: "The form ended early." });
});

test("a single file that is too large is cut off", { timeout: 30_000 }, async () => {
  const outcome = await sendFile(async (client) => {
    for (let sent = 0; sent < 300; sent += 1) if (!client.write(megabyte)) await once(client, "drain");
    client.end("\r\n--b--\r\n");
  });
  expect(outcome).toMatchObject({ status: 413, message: "Such a form may bring 256 MB at most." });
});
